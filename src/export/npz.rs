//! Arrays in NumPy's format: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{tensor_name, tensors};
use crate::data::{Data, Examples, Values};
use crate::experiment::Wiring;
use crate::nn::Network;

/// The elements of an array, row by row.
pub enum Elements {
    Floats(Vec<f32>),
    Integers(Vec<i32>),
}

pub struct Array {
    pub name: String,
    pub shape: Vec<usize>,
    pub elements: Elements,
}

/// The archive that `np.load` reads, with the arrays in this order.
pub fn npz(arrays: impl IntoIterator<Item = Array>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for array in arrays {
        let written = archive
            .start_file(format!("{}.npy", array.name), options)
            .map(|()| archive.write_all(&npy(&array)));
        written.unwrap_or_else(|error| panic!("{error}")).unwrap_or_else(|error| panic!("{error}"));
    }
    archive.finish().unwrap_or_else(|error| panic!("{error}")).into_inner()
}

fn npy(array: &Array) -> Vec<u8> {
    let sides: String = array.shape.iter().map(|side| format!("{side}, ")).collect();
    let kind = match array.elements {
        Elements::Floats(_) => "<f4",
        Elements::Integers(_) => "<i4",
    };
    let mut header =
        format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({}), }}", sides.trim_end());
    // The elements begin at a multiple of 64 bytes; magic, version and length take 10.
    while (10 + header.len() + 1) % 64 != 0 {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.bytes());
    match &array.elements {
        Elements::Floats(values) => bytes.extend(values.iter().flat_map(|value| value.to_le_bytes())),
        Elements::Integers(values) => bytes.extend(values.iter().flat_map(|value| value.to_le_bytes())),
    }
    bytes
}

/// All weights as `layer/parameter`, in Keras's order and shapes.
pub fn weights_npz(network: &Network) -> Vec<u8> {
    npz(tensors(network).map(|(parameter, values)| Array {
        name: tensor_name(&parameter),
        shape: parameter.shape,
        elements: Elements::Floats(values.to_vec()),
    }))
}

/// The examples as the network gets them: `x_train`, `y_train`, `x_test` and `y_test`, and with the name of the input or output
/// behind it where there are several.
pub fn data_npz(data: &Data, wiring: &Wiring, network: &Network) -> Vec<u8> {
    npz(data_arrays(data, wiring, network))
}

pub fn data_arrays(data: &Data, wiring: &Wiring, network: &Network) -> Vec<Array> {
    let inputs: Vec<&str> = network.input_names().collect();
    let outputs: Vec<&str> = network.output_units().map(|(name, _)| name).collect();
    let key = |sign: &str, split: &str, names: &[&str], index: usize| match names {
        [_] => format!("{sign}_{split}"),
        _ => format!("{sign}_{split}_{}", names[index]),
    };
    let mut arrays = Vec::new();
    for (split, examples) in [("train", &data.train), ("test", &data.test)] {
        for (index, &input) in wiring.inputs.iter().enumerate() {
            let given = &data.schema.inputs[input];
            let values = rows(&examples.inputs[input], examples);
            let elements = match given.values {
                Values::Numbers => Elements::Floats(values),
                Values::Tokens { .. } => {
                    Elements::Integers(values.into_iter().map(|token| token as i32).collect())
                }
            };
            let shape = [&[examples.count], &given.shape[..]].concat();
            arrays.push(Array { name: key("x", split, &inputs, index), shape, elements });
        }
        for (index, &target) in wiring.targets.iter().enumerate() {
            // In the shape of the output, which may be an image.
            let sides = network
                .layers()
                .find(|layer| layer.name == outputs[index])
                .map_or(&[][..], |layer| layer.shape);
            let shape = [&[examples.count], sides].concat();
            let elements = Elements::Floats(rows(&examples.targets[target], examples));
            arrays.push(Array { name: key("y", split, &outputs, index), shape, elements });
        }
    }
    arrays
}

/// `[value][example]` as `[example][value]`.
fn rows(values: &[f32], examples: &Examples) -> Vec<f32> {
    let count = examples.count;
    let size = values.len().checked_div(count).unwrap_or(0);
    (0..count).flat_map(|example| (0..size).map(move |value| values[value * count + example])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_numpys_and_elements_are_aligned() {
        let array =
            Array { name: "x".into(), shape: vec![2, 1], elements: Elements::Floats(vec![1.0, -2.0]) };
        let bytes = npy(&array);
        let text = String::from_utf8_lossy(&bytes[10..128]);
        assert!(text.starts_with("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1,), }"), "{text}");
        assert_eq!(u16::from_le_bytes([bytes[8], bytes[9]]), 118);
        assert_eq!(bytes[128..], [1.0_f32.to_le_bytes(), (-2.0_f32).to_le_bytes()].concat());
    }
}
