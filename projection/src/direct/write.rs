//! How each sort of value is written.

use std::borrow::Cow;

use async_graphql::{ID, OutputType, resolver_utils::EnumType};

use super::{
    Out, Plan, Site, Stop, Written,
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
    fn write(&self, site: Site<'_>, out: &mut Out<'_>) -> Written;
}

impl Plan {
    /// Writes the whole response: what the plan selects from the query root, as its `data`.
    ///
    /// # Errors
    ///
    /// When the walk ended before its time: see [`Stop`].
    pub fn respond<T: Fields + OutputType>(&self, root: &T, out: &mut Out<'_>) -> Written {
        out.raw("{\"data\":");
        self.write_selection(root, T::type_name, &self.root, out)?;
        out.raw("}");
        Ok(())
    }

    fn write_selection<T: Fields>(
        &self,
        object: &T,
        type_name: TypeName,
        selection: &Selection,
        out: &mut Out<'_>,
    ) -> Written {
        let selected = self.of_type::<T>(selection, type_name)?;
        out.count_object(selected.fields.len())?;
        out.raw("{");
        for field in &selected.fields {
            out.often(&field.key);
            match field.index {
                Some(index) => object.write_field(index, Site { plan: self, field }, out)?,
                None => out.plain_text(&selected.name),
            }
        }
        out.raw("}");
        Ok(())
    }
}

/// Writes what is selected of an object.
pub fn write_object<T: Fields + OutputType>(object: &T, site: Site<'_>, out: &mut Out<'_>) -> Written {
    site.plan.write_selection(object, T::type_name, &site.field.selection, out)
}

/// Writes an enum by the name that it has in the schema.
pub fn write_enum<T: EnumType>(value: &T, out: &mut Out<'_>) -> Written {
    let item = T::items().iter().find(|item| item.value == *value).ok_or(Stop::AskTheEngine)?;
    out.plain_text(item.name);
    Ok(())
}

/// Writes a list.
pub fn write_list<T: Write>(items: impl IntoIterator<Item = T>, site: Site<'_>, out: &mut Out<'_>) -> Written {
    out.raw("[");
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.raw(",");
        }
        item.write(site, out)?;
    }
    out.raw("]");
    Ok(())
}

macro_rules! write_as_serde_does {
    ($($ty:ty),+) => {
        $(impl Write for $ty {
            fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
                out.value(self)
            }
        })+
    };
}

write_as_serde_does!(bool, i8, i16, i32, i64, u8, u16, u32, u64);

impl Write for str {
    #[inline]
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        out.text(self)
    }
}

impl Write for String {
    #[inline]
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        out.text(self)
    }
}

impl Write for Cow<'_, str> {
    #[inline]
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        out.text(self)
    }
}

impl Write for f64 {
    #[inline]
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        // The engine has null for what JSON has no number for, and so has serde.
        out.number(*self)
    }
}

impl Write for ID {
    #[inline]
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        out.text(&self.0)
    }
}

impl<T: Write + ?Sized> Write for &T {
    #[inline]
    fn write(&self, site: Site<'_>, out: &mut Out<'_>) -> Written {
        T::write(self, site, out)
    }
}

impl<T: Write> Write for Option<T> {
    #[inline]
    fn write(&self, site: Site<'_>, out: &mut Out<'_>) -> Written {
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
    #[inline]
    fn write(&self, site: Site<'_>, out: &mut Out<'_>) -> Written {
        write_list(self, site, out)
    }
}

impl<T: Write> Write for Vec<T> {
    #[inline]
    fn write(&self, site: Site<'_>, out: &mut Out<'_>) -> Written {
        self.as_slice().write(site, out)
    }
}
