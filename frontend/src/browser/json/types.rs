//! Reading the types of `shared` by their derived code, from what the browser's parser made.

use serde::de::DeserializeOwned;

/// Reads JSON; `None` when it has another shape.
#[cfg(not(target_arch = "wasm32"))]
pub fn parse<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// Reads JSON; `None` when it has another shape.
#[cfg(target_arch = "wasm32")]
pub fn parse<T: DeserializeOwned>(json: &str) -> Option<T> {
    let value = js_sys::JSON::parse(json).ok()?;
    T::deserialize(value::Value(value)).ok()
}

#[cfg(target_arch = "wasm32")]
mod value {
    use std::fmt;

    use js_sys::{Array, Object};
    use serde::de::value::StringDeserializer;
    use serde::de::{
        self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess,
        Visitor,
    };
    use serde::forward_to_deserialize_any;
    use wasm_bindgen::{JsCast, JsValue};

    /// A value that the browser parsed.
    pub(super) struct Value(pub(super) JsValue);

    /// It has another shape; which one, nobody asks.
    #[derive(Debug)]
    pub(super) struct OtherShape;

    impl fmt::Display for OtherShape {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("JSON of another shape")
        }
    }

    impl std::error::Error for OtherShape {}

    impl de::Error for OtherShape {
        fn custom<M: fmt::Display>(_: M) -> Self {
            Self
        }

        fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
            Self
        }

        fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
            Self
        }

        fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
            Self
        }

        fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
            Self
        }

        fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
            Self
        }

        fn missing_field(_: &'static str) -> Self {
            Self
        }

        fn duplicate_field(_: &'static str) -> Self {
            Self
        }
    }

    impl<'de> Deserializer<'de> for Value {
        type Error = OtherShape;

        fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
            let value = self.0;
            if let Some(text) = value.as_string() {
                return visitor.visit_string(text);
            }
            if let Some(number) = value.as_f64() {
                return visit_number(number, visitor);
            }
            if let Some(flag) = value.as_bool() {
                return visitor.visit_bool(flag);
            }
            if value.is_null() {
                return visitor.visit_unit();
            }
            if Array::is_array(&value) {
                return visitor.visit_seq(Items::of(value));
            }
            visitor.visit_map(Entries::of(&value)?)
        }

        fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
            if self.0.is_null() {
                visitor.visit_none()
            } else {
                visitor.visit_some(self)
            }
        }

        fn deserialize_newtype_struct<V: Visitor<'de>>(
            self,
            _name: &'static str,
            visitor: V,
        ) -> Result<V::Value, OtherShape> {
            visitor.visit_newtype_struct(self)
        }

        fn deserialize_enum<V: Visitor<'de>>(
            self,
            _name: &'static str,
            _variants: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, OtherShape> {
            visitor.visit_enum(Code(self.0.as_string().ok_or(OtherShape)?))
        }

        // The shapes that are asked for by name look for that shape only: less code for each type that is read.
        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _name: &'static str,
            _fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, OtherShape> {
            visitor.visit_map(Entries::of(&self.0)?)
        }

        fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
            visitor.visit_map(Entries::of(&self.0)?)
        }

        fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
            if Array::is_array(&self.0) {
                visitor.visit_seq(Items::of(self.0))
            } else {
                Err(OtherShape)
            }
        }

        fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
            visitor.visit_string(text(&self.0)?)
        }

        fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
            visitor.visit_string(text(&self.0)?)
        }

        fn deserialize_identifier<V: Visitor<'de>>(
            self,
            visitor: V,
        ) -> Result<V::Value, OtherShape> {
            visitor.visit_string(text(&self.0)?)
        }

        fn deserialize_ignored_any<V: Visitor<'de>>(
            self,
            visitor: V,
        ) -> Result<V::Value, OtherShape> {
            visitor.visit_unit()
        }

        fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
            visit_number(self.0.as_f64().ok_or(OtherShape)?, visitor)
        }

        fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
            visit_number(self.0.as_f64().ok_or(OtherShape)?, visitor)
        }

        fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
            visit_number(self.0.as_f64().ok_or(OtherShape)?, visitor)
        }

        fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherShape> {
            visitor.visit_bool(self.0.as_bool().ok_or(OtherShape)?)
        }

        forward_to_deserialize_any! {
            i8 i16 i32 i64 i128 u8 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        }
    }

    /// Whole numbers up to 2^53 are what JSON and JavaScript agree about.
    fn visit_number<'de, V: Visitor<'de>>(number: f64, visitor: V) -> Result<V::Value, OtherShape> {
        const LARGEST: f64 = 9_007_199_254_740_992.0;
        if number.fract() == 0.0 && number.abs() <= LARGEST {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::as_conversions,
                reason = "whole and below 2^53"
            )]
            return visitor.visit_i64(number as i64);
        }
        visitor.visit_f64(number)
    }

    struct Items {
        items: Array,
        next: u32,
    }

    impl Items {
        fn of(value: JsValue) -> Self {
            Self {
                items: value.unchecked_into(),
                next: 0,
            }
        }

        #[inline(never)]
        fn take(&mut self) -> Option<JsValue> {
            if self.next >= self.items.length() {
                return None;
            }
            let item = self.items.get(self.next);
            self.next += 1;
            Some(item)
        }
    }

    impl<'de> SeqAccess<'de> for Items {
        type Error = OtherShape;

        fn next_element_seed<S: DeserializeSeed<'de>>(
            &mut self,
            seed: S,
        ) -> Result<Option<S::Value>, OtherShape> {
            match self.take() {
                Some(item) => seed.deserialize(Value(item)).map(Some),
                None => Ok(None),
            }
        }
    }

    struct Entries {
        entries: Items,
        value: JsValue,
    }

    impl Entries {
        #[inline(never)]
        fn of(value: &JsValue) -> Result<Self, OtherShape> {
            if !value.is_object() || Array::is_array(value) {
                return Err(OtherShape);
            }
            Ok(Self {
                entries: Items::of(Object::entries(value.unchecked_ref()).into()),
                value: JsValue::UNDEFINED,
            })
        }
    }

    #[inline(never)]
    fn text(value: &JsValue) -> Result<String, OtherShape> {
        value.as_string().ok_or(OtherShape)
    }

    impl<'de> MapAccess<'de> for Entries {
        type Error = OtherShape;

        fn next_key_seed<S: DeserializeSeed<'de>>(
            &mut self,
            seed: S,
        ) -> Result<Option<S::Value>, OtherShape> {
            let Some(entry) = self.entries.take() else {
                return Ok(None);
            };
            let entry: Array = entry.unchecked_into();
            self.value = entry.get(1);
            seed.deserialize(Value(entry.get(0))).map(Some)
        }

        fn next_value_seed<S: DeserializeSeed<'de>>(
            &mut self,
            seed: S,
        ) -> Result<S::Value, OtherShape> {
            seed.deserialize(Value(self.value.clone()))
        }
    }

    /// A code of a closed list. Lists whose values carry content are tagged inside and come as objects.
    struct Code(String);

    impl<'de> EnumAccess<'de> for Code {
        type Error = OtherShape;
        type Variant = Self;

        fn variant_seed<S: DeserializeSeed<'de>>(
            self,
            seed: S,
        ) -> Result<(S::Value, Self), OtherShape> {
            let code: StringDeserializer<OtherShape> =
                de::IntoDeserializer::into_deserializer(self.0);
            Ok((seed.deserialize(code)?, Self(String::new())))
        }
    }

    impl<'de> VariantAccess<'de> for Code {
        type Error = OtherShape;

        fn unit_variant(self) -> Result<(), OtherShape> {
            Ok(())
        }

        fn newtype_variant_seed<S: DeserializeSeed<'de>>(
            self,
            _seed: S,
        ) -> Result<S::Value, OtherShape> {
            Err(OtherShape)
        }

        fn tuple_variant<V: Visitor<'de>>(
            self,
            _len: usize,
            _visitor: V,
        ) -> Result<V::Value, OtherShape> {
            Err(OtherShape)
        }

        fn struct_variant<V: Visitor<'de>>(
            self,
            _fields: &'static [&'static str],
            _visitor: V,
        ) -> Result<V::Value, OtherShape> {
            Err(OtherShape)
        }
    }
}
