//! How each sort of value is written.

use std::borrow::Cow;

use async_graphql::{ID, OutputType, resolver_utils::EnumType};

use super::{
    Bounds, Out, Plan, Site, Stop, Written,
    plan::{Selection, TypeName},
};
use crate::Fields;

/// A value that can be written into an answer.
pub trait Write {
    /// Writes the value, or of an object what is selected of it.
    ///
    /// # Errors
    ///
    /// When the walk must end: see [`Stop`].
    fn write(&self, site: Site<'_>, out: &mut Out) -> Written;
}

impl Plan {
    /// The data that the plan selects from the fields of the query root, as JSON, with room made for `capacity` bytes.
    ///
    /// # Errors
    ///
    /// When the walk ended before its time: see [`Stop`].
    pub fn answer<T: Fields>(&self, root: &T, bounds: Bounds, capacity: usize) -> Result<Vec<u8>, Stop> {
        let mut out = Out::new(bounds, capacity);
        self.write_selection(root, || "Query".into(), &self.root, &mut out)?;
        Ok(out.into_json())
    }

    fn write_selection<T: Fields>(
        &self,
        object: &T,
        type_name: TypeName,
        selection: &Selection,
        out: &mut Out,
    ) -> Written {
        out.count_object()?;
        out.raw("{");
        for field in &self.of_type::<T>(selection, type_name)?.fields {
            out.raw(&field.key);
            match field.index {
                Some(index) => object.write_field(index, Site { plan: self, field }, out)?,
                None => out.value(type_name().as_ref())?,
            }
        }
        out.raw("}");
        Ok(())
    }
}

/// Writes what is selected of an object.
pub fn write_object<T: Fields + OutputType>(object: &T, site: Site<'_>, out: &mut Out) -> Written {
    site.plan.write_selection(object, T::type_name, &site.field.selection, out)
}

/// Writes an enum by the name that it has in the schema.
pub fn write_enum<T: EnumType>(value: &T, out: &mut Out) -> Written {
    let item = T::items().iter().find(|item| item.value == *value).ok_or(Stop::AskTheEngine)?;
    out.value(item.name)
}

macro_rules! write_as_serde_does {
    ($($ty:ty),+) => {
        $(impl Write for $ty {
            fn write(&self, _: Site<'_>, out: &mut Out) -> Written {
                out.value(self)
            }
        })+
    };
}

write_as_serde_does!(bool, i8, i16, i32, i64, u8, u16, u32, u64, str, String, Cow<'_, str>);

impl Write for f64 {
    fn write(&self, _: Site<'_>, out: &mut Out) -> Written {
        // The engine has null for what JSON has no number for.
        out.value(self)
    }
}

impl Write for ID {
    fn write(&self, _: Site<'_>, out: &mut Out) -> Written {
        out.value(self.0.as_str())
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self, site: Site<'_>, out: &mut Out) -> Written {
        T::write(self, site, out)
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, site: Site<'_>, out: &mut Out) -> Written {
        match self {
            Some(value) => value.write(site, out),
            None => {
                out.raw("null");
                Ok(())
            }
        }
    }
}

impl<T: Write> Write for [T] {
    fn write(&self, site: Site<'_>, out: &mut Out) -> Written {
        out.raw("[");
        for (place, item) in self.iter().enumerate() {
            if place > 0 {
                out.raw(",");
            }
            item.write(site, out)?;
        }
        out.raw("]");
        Ok(())
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, site: Site<'_>, out: &mut Out) -> Written {
        self.as_slice().write(site, out)
    }
}
