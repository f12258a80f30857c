//! The examples beside the code.

use std::fmt::Write;

use super::{Writer, channels_first};
use crate::export::model::{Given, Side};
use crate::export::python::string;

impl Writer<'_> {
    pub(super) fn data(&mut self) -> String {
        let mut code = String::from(
            "# What Descent trains on, already scaled and split.\ndata = {name: torch.from_numpy(array) for name, array in np.load(\"data.npz\").items()}\n",
        );
        for Given { variable, side, arrays } in self.model.given() {
            let of = |layer: &str, key: &str| {
                channels_first(format!("data[{}]", string(key)), &self.model.shape(layer))
            };
            if let [(layer, key)] = &arrays[..] {
                let _ = writeln!(code, "{variable} = {}", of(layer, key));
                continue;
            }
            let _ = writeln!(code, "{variable} = {{");
            for (layer, key) in &arrays {
                let name = match side {
                    Side::Inputs => self.names.of(layer),
                    Side::Outputs => (*layer).to_owned(),
                };
                let _ = writeln!(code, "    {}: {},", string(&name), of(layer, key));
            }
            code += "}\n";
        }
        code
    }
}
