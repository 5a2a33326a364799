//! Tensors in bodies: an object of a base64 buffer, a type and a shape; the buffer is MessagePack as `msgpack-numpy`
//! writes it.

use base64::{prelude::BASE64_STANDARD, Engine};
use rmp::{decode, encode};
use serde::{de, Deserialize, Deserializer, Serialize, Serializer};

/// More dimensions than this no tensor has.
const DIMENSIONS: usize = 32;

/// The type of a tensor's elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // they say it
pub enum DType {
    F16,
    F32,
    F64,
    I8,
    I16,
    I32,
    I64,
    U8,
    Bool,
}

/// Numbers in rows, columns and so on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tensor {
    dtype: DType,
    shape: Vec<usize>,
    data: Vec<u8>,
    torch: bool,
}

/// Why something is no tensor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TensorError {
    /// A type that tensors do not have.
    #[error("`{0}` is no type of a tensor's elements")]
    DType(String),
    /// The data are not what type and shape need.
    #[error("{dtype:?} in the shape {shape:?} needs another number of bytes than {bytes}")]
    Size {
        /// Type of the elements.
        dtype: DType,
        /// Size of each dimension.
        shape: Vec<usize>,
        /// How many there are.
        bytes: usize,
    },
    /// The buffer is not base64 of the MessagePack that it should be.
    #[error("the buffer is not that of a tensor: {0}")]
    Buffer(String),
    /// Outside another type or shape than in the buffer.
    #[error("its {0} is another than in the buffer")]
    Disagrees(&'static str),
}

/// Type, its name, numpy's code for it, the bytes of an element.
const DTYPES: [(DType, &str, &str, usize); 9] = [
    (DType::F16, "float16", "<f2", 2),
    (DType::F32, "float32", "<f4", 4),
    (DType::F64, "float64", "<f8", 8),
    (DType::I8, "int8", "|i1", 1),
    (DType::I16, "int16", "<i2", 2),
    (DType::I32, "int32", "<i4", 4),
    (DType::I64, "int64", "<i8", 8),
    (DType::U8, "uint8", "|u1", 1),
    (DType::Bool, "bool", "|b1", 1),
];

impl DType {
    fn row(self) -> &'static (DType, &'static str, &'static str, usize) {
        // Every type has its row.
        DTYPES.iter().find(|row| row.0 == self).unwrap_or(&DTYPES[1])
    }

    /// Its name in bodies.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Bytes of an element.
    pub fn size(self) -> usize {
        self.row().3
    }
}

impl Tensor {
    /// Of elements in C order, little endian. An empty shape is a single number.
    pub fn new(dtype: DType, shape: Vec<usize>, data: Vec<u8>) -> Result<Self, TensorError> {
        let wanted = shape.iter().try_fold(dtype.size(), |product, size| product.checked_mul(*size));
        if wanted != Some(data.len()) || shape.len() > DIMENSIONS {
            return Err(TensorError::Size { dtype, shape, bytes: data.len() });
        }
        Ok(Self { dtype, shape, data, torch: false })
    }

    /// Of 32-bit floats in C order.
    pub fn from_f32(shape: Vec<usize>, values: &[f32]) -> Result<Self, TensorError> {
        let data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self::new(DType::F32, shape, data)
    }

    /// Of 64-bit integers in C order.
    pub fn from_i64(shape: Vec<usize>, values: &[i64]) -> Result<Self, TensorError> {
        let data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self::new(DType::I64, shape, data)
    }

    /// The elements as 32-bit floats, when that is their type.
    pub fn to_f32(&self) -> Option<Vec<f32>> {
        let read = |bytes: &[u8]| bytes.try_into().ok().map(f32::from_le_bytes);
        (self.dtype == DType::F32).then(|| self.data.chunks_exact(4).filter_map(read).collect())
    }

    /// The elements as 64-bit integers, when that is their type.
    pub fn to_i64(&self) -> Option<Vec<i64>> {
        let read = |bytes: &[u8]| bytes.try_into().ok().map(i64::from_le_bytes);
        (self.dtype == DType::I64).then(|| self.data.chunks_exact(8).filter_map(read).collect())
    }

    /// The type of the elements.
    pub fn dtype(&self) -> DType {
        self.dtype
    }

    /// The size of each dimension; empty for a single number.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The elements in C order, little endian.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Names its type as torch does (`torch.float32`), for those who want it so.
    pub fn for_torch(self, torch: bool) -> Self {
        Self { torch, ..self }
    }

    fn buffer(&self) -> Result<Vec<u8>, encode::ValueWriteError> {
        let mut to = Vec::with_capacity(self.data.len().saturating_add(64));
        encode::write_map_len(&mut to, 5)?;
        encode::write_bin(&mut to, b"nd")?;
        encode::write_bool(&mut to, true).map_err(encode::ValueWriteError::InvalidMarkerWrite)?;
        encode::write_bin(&mut to, b"type")?;
        encode::write_str(&mut to, self.dtype.row().2)?;
        encode::write_bin(&mut to, b"kind")?;
        encode::write_bin(&mut to, b"")?;
        encode::write_bin(&mut to, b"shape")?;
        encode::write_array_len(&mut to, u32::try_from(self.shape.len()).unwrap_or(u32::MAX))?;
        for size in &self.shape {
            encode::write_uint(&mut to, *size as u64)?;
        }
        encode::write_bin(&mut to, b"data")?;
        encode::write_bin(&mut to, &self.data)?;
        Ok(to)
    }

    fn from_buffer(mut from: &[u8]) -> Result<Self, TensorError> {
        let wrong = |what: &str| TensorError::Buffer(what.into());
        let entries = decode::read_map_len(&mut from).map_err(|_| wrong("it is no map"))?;
        let (mut dtype, mut shape, mut data) = (None, None, None);
        // Five entries are written; a few more do no harm, and no count makes this long.
        for _ in 0..entries.min(16) {
            match bytes(&mut from)? {
                b"nd" => {
                    decode::read_bool(&mut from).map_err(|_| wrong("`nd` is no boolean"))?;
                }
                b"type" => {
                    let code = bytes(&mut from)?;
                    let row = DTYPES.iter().find(|row| row.2.as_bytes() == code);
                    dtype = Some(row.ok_or_else(|| TensorError::DType(short(code)))?.0);
                }
                b"kind" => {
                    bytes(&mut from)?;
                }
                b"shape" => shape = Some(sizes(&mut from)?),
                b"data" => data = Some(bytes(&mut from)?.to_vec()),
                other => return Err(TensorError::Buffer(format!("it has `{}`", short(other)))),
            }
        }
        match (dtype, shape, data) {
            (Some(dtype), Some(shape), Some(data)) => Self::new(dtype, shape, data),
            _ => Err(wrong("type, shape or data are missing")),
        }
    }
}

fn short(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().take(32).collect()
}

/// A bin or a str, borrowed: a length that lies costs nothing.
fn bytes<'a>(from: &mut &'a [u8]) -> Result<&'a [u8], TensorError> {
    let wrong = |what: &str| TensorError::Buffer(what.into());
    let mut ahead = *from;
    let length = match decode::read_bin_len(&mut ahead) {
        Ok(length) => length,
        Err(_) => {
            ahead = *from;
            decode::read_str_len(&mut ahead)
                .map_err(|_| wrong("bytes or text should be where there are none"))?
        }
    };
    let length = usize::try_from(length).map_err(|_| wrong("it is too long"))?;
    let (taken, rest) = ahead.split_at_checked(length).ok_or_else(|| wrong("it ends too early"))?;
    *from = rest;
    Ok(taken)
}

fn sizes(from: &mut &[u8]) -> Result<Vec<usize>, TensorError> {
    let wrong = |what: &str| TensorError::Buffer(what.into());
    let count = decode::read_array_len(from).map_err(|_| wrong("the shape is no array"))?;
    if usize::try_from(count).map_or(true, |count| count > DIMENSIONS) {
        return Err(TensorError::Buffer(format!(
            "it has {count} dimensions, at most {DIMENSIONS} are taken"
        )));
    }
    (0..count).map(|_| decode::read_int(from).map_err(|_| wrong("a size is no number"))).collect()
}

#[derive(Serialize, Deserialize)]
struct Text {
    buffer: String,
    dtype: String,
    shape: Vec<usize>,
}

impl Serialize for Tensor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let buffer = self.buffer().map_err(serde::ser::Error::custom)?;
        let prefix = if self.torch { "torch." } else { "" };
        let shape = if self.shape.is_empty() { vec![0] } else { self.shape.clone() };
        let dtype = format!("{prefix}{}", self.dtype.name());
        Text { buffer: BASE64_STANDARD.encode(buffer), dtype, shape }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Tensor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Self::try_from(text).map_err(de::Error::custom)
    }
}

impl TryFrom<Text> for Tensor {
    type Error = TensorError;

    fn try_from(text: Text) -> Result<Self, TensorError> {
        let buffer =
            BASE64_STANDARD.decode(&text.buffer).map_err(|error| TensorError::Buffer(error.to_string()))?;
        let tensor = Self::from_buffer(&buffer)?;
        let (name, torch) = match text.dtype.strip_prefix("torch.") {
            Some(name) => (name, true),
            None => (text.dtype.as_str(), false),
        };
        let dtype = DTYPES.iter().find(|row| row.1 == name).map(|row| row.0);
        if dtype.ok_or_else(|| TensorError::DType(short(name.as_bytes())))? != tensor.dtype {
            return Err(TensorError::Disagrees("type"));
        }
        // [0] stands for a single number.
        let scalar = tensor.shape.is_empty() && text.shape == [0];
        if !scalar && text.shape != tensor.shape {
            return Err(TensorError::Disagrees("shape"));
        }
        Ok(tensor.for_torch(torch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Written by `bittensor` 10.5.0.
    const KNOWN: &str =
        "85c4026e64c3c40474797065a33c6634c4046b696e64c400c4057368617065920202c40464617461c410\
                         0000c03f000000400000404000008040";

    fn read(buffer: &[u8], dtype: &str, shape: &str) -> Result<Tensor, serde_json::Error> {
        let buffer = BASE64_STANDARD.encode(buffer);
        serde_json::from_str(&format!(r#"{{"buffer":"{buffer}","dtype":"{dtype}","shape":{shape}}}"#))
    }

    #[test]
    fn tensor_should_be_the_known_bytes() {
        let tensor = Tensor::from_f32(vec![2, 2], &[1.5, 2.0, 3.0, 4.0]).unwrap();
        let known = hex::decode(KNOWN).unwrap();
        assert_eq!(tensor.buffer().unwrap(), known);
        assert_eq!(read(&known, "float32", "[2,2]").unwrap(), tensor);
        assert_eq!(read(&known, "torch.float32", "[2,2]").unwrap(), tensor.for_torch(true));
    }

    #[test]
    fn tensor_should_be_refused_when_its_parts_disagree_or_lie() {
        let known = hex::decode(KNOWN).unwrap();
        assert!(read(&known, "float64", "[2,2]").is_err());
        assert!(read(&known, "float31", "[2,2]").is_err());
        assert!(read(&known, "float32", "[4]").is_err());
        for end in 0..known.len() {
            assert!(read(&known[..end], "float32", "[2,2]").is_err());
        }
        assert!(Tensor::from_f32(vec![3], &[1.0]).is_err());
        assert!(Tensor::new(DType::U8, vec![usize::MAX, 2], vec![0; 8]).is_err());
        // Four billion bytes announced, four dimensions of the greatest size.
        assert!(Tensor::from_buffer(&hex::decode("81c40464617461c6ffffffff00").unwrap()).is_err());
    }

    #[test]
    fn scalar_should_have_the_shape_of_none() {
        let scalar = Tensor::from_i64(vec![], &[-5]).unwrap();
        let text = serde_json::to_string(&scalar).unwrap();
        assert!(text.contains(r#""shape":[0]"#), "{text}");
        let again: Tensor = serde_json::from_str(&text).unwrap();
        assert_eq!((again.to_i64(), again.to_f32()), (Some(vec![-5]), None));
    }

    proptest! {
        #[test]
        fn tensor_should_be_read_as_it_was_written(rows in 0..5usize, values in prop::collection::vec(any::<i64>(), 4)) {
            let all: Vec<i64> = values.iter().copied().cycle().take(rows * 4).collect();
            let tensor = Tensor::from_i64(vec![rows, 4], &all).unwrap();
            let again: Tensor = serde_json::from_str(&serde_json::to_string(&tensor).unwrap()).unwrap();
            prop_assert_eq!(again, tensor);
        }

        #[test]
        fn tensor_should_be_read_or_refused_when_it_is_anything(bytes: Vec<u8>, at: prop::sample::Index, value: u8) {
            let _ = Tensor::from_buffer(&bytes);
            let mut known = hex::decode(KNOWN).unwrap();
            let at = at.index(known.len());
            known[at] = value;
            let _ = Tensor::from_buffer(&known);
        }
    }
}
