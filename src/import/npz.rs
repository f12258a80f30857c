//! Tensors from an archive of NumPy: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::tensor::{Tensor, TensorProblem, doubles, singles};

/// No network has larger ones: what says it is larger is not unpacked.
const MOST_BYTES: u64 = 1 << 28;

pub fn read(bytes: &[u8]) -> Result<Vec<Tensor>, TensorProblem> {
    let damaged = |message: String| TensorProblem::Damaged { message };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    let mut tensors = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|error| damaged(error.to_string()))?;
        let name = file.name().map_err(|error| damaged(error.to_string()))?.into_owned();
        let mut content = Vec::new();
        file.by_ref()
            .take(MOST_BYTES)
            .read_to_end(&mut content)
            .map_err(|error| damaged(format!("{name}: {error}")))?;
        let name = name.strip_suffix(".npy").unwrap_or(&name);
        tensors.push(array(name, &content).ok_or_else(|| damaged(format!("{name} is no array of NumPy")))?);
    }
    Ok(tensors)
}

/// An array in a `.npy` file. None if it is none, or not whole.
fn array(name: &str, file: &[u8]) -> Option<Tensor> {
    let rest = file.strip_prefix(b"\x93NUMPY")?;
    let (&[major, _], rest) = rest.split_first_chunk()?;
    let (length, rest) = if major == 1 {
        let (length, rest) = rest.split_first_chunk()?;
        (usize::from(u16::from_le_bytes(*length)), rest)
    } else {
        let (length, rest) = rest.split_first_chunk()?;
        (u32::from_le_bytes(*length) as usize, rest)
    };
    let (header, data) = rest.split_at_checked(length)?;
    let header = std::str::from_utf8(header).ok()?;
    let dtype = value_of(header, "descr")?.trim_matches('\'').to_owned();
    let shape = value_of(header, "shape")?.strip_prefix('(')?;
    let shape = shape.split(',').map(str::trim).filter(|side| !side.is_empty());
    let shape: Vec<usize> = shape.map(str::parse).collect::<Result<_, _>>().ok()?;
    let count = shape.iter().try_fold(1_usize, |count, &side| count.checked_mul(side))?;
    let values = match &dtype[..] {
        "<f4" => Some(singles(data)),
        "<f8" => Some(doubles(data)),
        _ => None,
    };
    if values.as_ref().is_some_and(|values| values.len() != count) {
        return None;
    }
    let values = match value_of(header, "fortran_order")? {
        "True" => values.map(|values| by_rows(&values, &shape)),
        _ => values,
    };
    Some(Tensor { name: name.to_owned(), shape, dtype, values })
}

/// The text of a value in a header, which is a literal of Python; of a tuple what stands before its closing parenthesis.
fn value_of<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = header.split_once(&format!("'{key}':"))?;
    let rest = rest.trim_start();
    let end = rest.find(if rest.starts_with('(') { ')' } else { ',' })?;
    Some(rest[..end].trim())
}

/// What is given column by column, row by row.
fn by_rows(values: &[f32], shape: &[usize]) -> Vec<f32> {
    let at = |index: usize| {
        let (mut left, mut place, mut stride) = (index, 0, values.len());
        for &side in shape.iter().rev() {
            stride /= side;
            place += left % side * stride;
            left /= side;
        }
        place
    };
    (0..values.len()).map(|index| values[at(index)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, data: &[u8]) -> Vec<u8> {
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn arrays_that_are_stored_column_by_column_or_as_doubles_are_read() {
        let columns: Vec<u8> =
            [1.0, 4.0, 2.0, 5.0, 3.0, 6.0_f64].iter().flat_map(|one| one.to_le_bytes()).collect();
        let header = "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }\n";
        let tensor = array("a", &file(header, &columns)).expect("it is an array");
        assert_eq!(
            (&tensor.shape[..], tensor.values),
            (&[2, 3][..], Some(vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]))
        );
        let scalar = array("b", &file("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", &[0; 4]));
        assert_eq!(scalar.and_then(|scalar| scalar.values), Some(vec![0.0]));
        assert_eq!(array("c", &file(header, &columns[8..])), None);
    }
}
