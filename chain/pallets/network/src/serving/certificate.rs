//! Certificates of servers.

use myelin_views::neuron::NeuronCertificate;

/// Reads one byte of algorithm and a key of at most 64 bytes; `None` when it is not that.
pub(super) fn read(bytes: &[u8]) -> Option<NeuronCertificate> {
    let (algorithm, key) = bytes.split_first()?;
    Some(NeuronCertificate { algorithm: *algorithm, public_key: key.to_vec().try_into().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use myelin_views::neuron::CERTIFICATE_KEY_BYTES;

    #[test]
    fn certificate_should_be_read_when_the_key_fits() {
        let longest = CERTIFICATE_KEY_BYTES as usize + 1;
        let certificate = read(&vec![7; longest]).expect("64 bytes of key fit");
        assert_eq!((certificate.algorithm, certificate.public_key.len()), (7, longest - 1));
        assert_eq!(read(&vec![7; longest + 1]), None);
        assert_eq!(read(&[]), None);
    }
}
