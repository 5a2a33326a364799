//! A table by columns.

use crate::LabError;
use parquet::{
    basic::{Compression, ConvertedType, Repetition, Type as Physical},
    data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type},
    errors::ParquetError,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::types::Type,
};
use std::{fs::File, path::Path, sync::Arc};

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Whole numbers: blocks, netuids, rao.
    Whole(Vec<u64>),
    /// Numbers that are only looked at.
    Number(Vec<f64>),
    /// Names.
    Text(Vec<String>),
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Whole(values) => values.len(),
            Self::Number(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    fn cell(&self, row: usize) -> String {
        match self {
            Self::Whole(values) => values.get(row).map(u64::to_string),
            Self::Number(values) => values.get(row).map(f64::to_string),
            Self::Text(values) => values.get(row).cloned(),
        }
        .unwrap_or_default()
    }
}

/// A table by columns, all of one length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    name: String,
    columns: Vec<(String, Column)>,
}

impl Table {
    /// A table without columns.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), columns: Vec::new() }
    }

    /// What its files are called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// One more column.
    pub fn add(&mut self, name: impl Into<String>, column: Column) {
        self.columns.push((name.into(), column));
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.columns.iter().map(|(_, column)| column.len()).min().unwrap_or(0)
    }

    fn lines(&self) -> impl Iterator<Item = Vec<String>> + '_ {
        let head = self.columns.iter().map(|(name, _)| name.clone()).collect();
        let line = |row| self.columns.iter().map(|(_, column)| column.cell(row)).collect();
        std::iter::once(head).chain((0..self.rows()).map(line))
    }

    /// Writes the table as CSV.
    pub fn write_csv(&self, path: &Path) -> Result<(), LabError> {
        let failed = |said: csv::Error| LabError::file(path, said);
        let mut writer = csv::Writer::from_path(path).map_err(failed)?;
        self.lines().try_for_each(|line| writer.write_record(line)).map_err(failed)?;
        writer.flush().map_err(|said| LabError::file(path, said))
    }

    /// Writes the table as Parquet: whole numbers as 64 bits, numbers as doubles, names as UTF-8.
    pub fn write_parquet(&self, path: &Path) -> Result<(), LabError> {
        self.encode(path).map_err(|said| LabError::file(path, said))
    }

    fn encode(&self, path: &Path) -> Result<(), ParquetError> {
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = File::create(path)?;
        let mut writer = SerializedFileWriter::new(file, Arc::new(self.schema()?), Arc::new(properties))?;
        let mut group = writer.next_row_group()?;
        for (_, column) in &self.columns {
            let Some(mut out) = group.next_column()? else { break };
            match column {
                Column::Whole(values) => {
                    // Amounts are below 2⁵⁵ rao; a larger number is written as the largest.
                    let values: Vec<i64> =
                        values.iter().map(|v| i64::try_from(*v).unwrap_or(i64::MAX)).collect();
                    out.typed::<Int64Type>().write_batch(&values, None, None)?
                }
                Column::Number(values) => out.typed::<DoubleType>().write_batch(values, None, None)?,
                Column::Text(values) => {
                    let values: Vec<ByteArray> = values.iter().map(|v| v.as_str().into()).collect();
                    out.typed::<ByteArrayType>().write_batch(&values, None, None)?
                }
            };
            out.close()?;
        }
        group.close()?;
        writer.close()?;
        Ok(())
    }

    fn schema(&self) -> Result<Type, ParquetError> {
        let field = |(name, column): &(String, Column)| {
            let (physical, converted) = match column {
                Column::Whole(_) => (Physical::INT64, ConvertedType::INT_64),
                Column::Number(_) => (Physical::DOUBLE, ConvertedType::NONE),
                Column::Text(_) => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
            };
            let field = Type::primitive_type_builder(name, physical).with_converted_type(converted);
            field.with_repetition(Repetition::REQUIRED).build().map(Arc::new)
        };
        let fields = self.columns.iter().map(field).collect::<Result<_, _>>()?;
        Type::group_type_builder("rows").with_fields(fields).build()
    }
}

/// As text for a terminal, columns aligned.
impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<Vec<String>> = self.lines().collect();
        let width =
            |at: usize| lines.iter().filter_map(|line| line.get(at)).map(String::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        for line in &lines {
            let cells: Vec<String> =
                line.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
            writeln!(f, "{}", cells.join("  "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    fn table() -> Table {
        let mut table = Table::new("t");
        table.add("rao", Column::Whole(vec![1, 21_000_000_000_000_000]));
        table.add("price", Column::Number(vec![0.5, 1e-9]));
        table.add("rule", Column::Text(vec!["alpha_price".into(), "a, \"b\"".into()]));
        table
    }

    #[test]
    fn csv_should_hold_every_cell_exactly() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        table().write_csv(&path).unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        let expected = "rao,price,rule\n1,0.5,alpha_price\n21000000000000000,0.000000001,\"a, \"\"b\"\"\"\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn parquet_should_be_read_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.parquet");
        table().write_parquet(&path).unwrap();
        let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
        let rows: Vec<String> =
            reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(rows.len(), 2);
        assert!(rows[1].contains("rao: 21000000000000000") && rows[1].contains("a, \"b\""), "{}", rows[1]);
    }

    #[test]
    fn file_should_be_named_when_it_cannot_be_written() {
        let refused = table().write_csv(Path::new("/nowhere/t.csv")).unwrap_err().to_string();
        assert!(refused.starts_with("/nowhere/t.csv: "), "{refused}");
    }
}
