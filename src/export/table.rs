//! Curves and examples as CSV, for spreadsheets and pandas.

use csv::Writer;

use super::npz::{Elements, data_arrays};
use crate::data::Data;
use crate::experiment::Wiring;
use crate::nn::Network;
use crate::run::ROW;

fn text(writer: Writer<Vec<u8>>) -> String {
    let bytes = writer.into_inner().unwrap_or_else(|error| panic!("{error}"));
    String::from_utf8(bytes).unwrap_or_else(|error| panic!("{error}"))
}

fn record<T: AsRef<[u8]>>(writer: &mut Writer<Vec<u8>>, fields: impl IntoIterator<Item = T>) {
    writer.write_record(fields).unwrap_or_else(|error| panic!("{error}"));
}

/// An empty field where there is no number, as pandas reads it.
fn field(number: f64) -> String {
    if number.is_finite() { number.to_string() } else { String::new() }
}

/// The rows of a history, with Keras's names; `metric` is that of the first output.
pub fn history_csv(rows: &[[f64; ROW]], metric: &str) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    let names = ["epoch", "loss", "val_loss", metric, &format!("val_{metric}")].map(str::to_owned);
    record(&mut writer, names);
    for row in rows {
        record(&mut writer, row.map(field));
    }
    text(writer)
}

/// The examples as the network gets them, one a row: the set, the values of each input and of each target.
pub fn data_csv(data: &Data, wiring: &Wiring, network: &Network) -> String {
    let arrays = data_arrays(data, wiring, network);
    let (train, test) = arrays.split_at(arrays.len() / 2);
    let mut writer = Writer::from_writer(Vec::new());
    let mut names = vec!["set".to_owned()];
    for array in train {
        let size: usize = array.shape[1..].iter().product();
        let name = array.name.replacen("_train", "", 1);
        names.extend(
            (0..size).map(|index| if size == 1 { name.clone() } else { format!("{name}_{}", index + 1) }),
        );
    }
    record(&mut writer, names);
    for (set, arrays) in [("train", train), ("test", test)] {
        for example in 0..arrays[0].shape[0] {
            let mut fields = vec![set.to_owned()];
            for array in arrays {
                let size: usize = array.shape[1..].iter().product();
                let range = example * size..(example + 1) * size;
                match &array.elements {
                    Elements::Floats(values) => fields.extend(values[range].iter().map(ToString::to_string)),
                    Elements::Integers(values) => {
                        fields.extend(values[range].iter().map(ToString::to_string))
                    }
                }
            }
            record(&mut writer, fields);
        }
    }
    text(writer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;
    use crate::run::Run;

    #[test]
    fn curves_have_kerass_names_and_gaps_where_there_is_no_number() {
        let rows = [[0.0, 0.7, f64::NAN, 0.5, f64::NAN], [1.5, 0.25, 0.5, 1.0, 0.75]];
        let expected = "epoch,loss,val_loss,accuracy,val_accuracy\n0,0.7,,0.5,\n1.5,0.25,0.5,1,0.75\n";
        assert_eq!(history_csv(&rows, "accuracy"), expected);
    }

    #[test]
    fn every_example_is_a_row() {
        let run = Run::new(Experiment::default()).unwrap();
        let text = data_csv(run.data(), run.wiring(), run.network());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 1 + run.data().train.count + run.data().test.count);
        assert_eq!(lines[0], "set,x_1,x_2,y");
        let first: Vec<&str> = lines[1].split(',').collect();
        assert_eq!((first[0], first.len()), ("train", 4));
        assert_eq!(first[1].parse(), Ok(run.data().train.input(0, 0)[0]));
    }
}
