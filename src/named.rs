//! A few things by their names. Of maps each pair of types is compiled anew, and there are many.

/// In the order of the names.
#[derive(Clone, Debug)]
pub struct Named<T>(Vec<(String, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Named<T> {
    /// Takes the place of what had the name before.
    pub fn set(&mut self, name: &str, thing: T) {
        match self.place(name) {
            Ok(index) => self.0[index].1 = thing,
            Err(index) => self.0.insert(index, (name.to_owned(), thing)),
        }
    }

    pub fn get(&self, name: &str) -> Option<&T> {
        self.place(name).ok().map(|index| &self.0[index].1)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, thing)| (&name[..], thing))
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| (**other).cmp(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_found_and_replaced_by_name_and_come_in_its_order() {
        let mut named = Named::default();
        for (name, thing) in [("b", 1), ("c", 2), ("a", 3), ("b", 4)] {
            named.set(name, thing);
        }
        assert_eq!(named.iter().collect::<Vec<_>>(), [("a", &3), ("b", &4), ("c", &2)]);
        assert_eq!((named.get("b"), named.get("d")), (Some(&4), None));
    }
}
