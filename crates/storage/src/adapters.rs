//! How domain types travel to and from both engines. `shared` knows no Diesel, so storage wraps its types.

use std::fmt::Debug;
use std::io::Write;
use std::ops::Deref;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Date, Jsonb, Text, Timestamptz};
use diesel::sqlite::Sqlite;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::codes::ClosedList;
use shared::time::{Day, Moment};
use uuid::Uuid;

use crate::sql_types::{Id, Json as JsonType, TimestampUtc};

/// Any id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Id)]
pub struct Key<T: Debug>(pub T);

/// A value of a closed list, stored as its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Stored<T: Debug>(pub T);

/// Several values of a closed list, stored as their codes with commas.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Many<T: Debug>(pub Vec<T>);

/// A moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = TimestampUtc)]
pub struct At(pub Moment);

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Date)]
pub struct On(pub Day);

/// A small document.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = JsonType)]
pub struct Json<T: Debug>(pub T);

macro_rules! transparent {
    ($($name:ident $(<$generic:ident>)? => $inner:ty;)*) => {$(
        impl $(<$generic: Debug>)? Deref for $name $(<$generic>)? {
            type Target = $inner;

            fn deref(&self) -> &$inner {
                &self.0
            }
        }

        impl $(<$generic: Debug>)? From<$inner> for $name $(<$generic>)? {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }
    )*};
}

transparent! {
    Key<T> => T;
    Stored<T> => T;
    Many<T> => Vec<T>;
    Json<T> => T;
    At => Moment;
    On => Day;
}

// Ids.

impl<T: Debug + Copy + Into<Uuid>> ToSql<Id, Pg> for Key<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.into().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T: Debug + Copy + Into<Uuid>> ToSql<Id, Sqlite> for Key<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.into().into_bytes().to_vec());
        Ok(IsNull::No)
    }
}

impl<T: Debug + From<Uuid>> FromSql<Id, Pg> for Key<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(Uuid::from_slice(value.as_bytes())?.into()))
    }
}

impl<T: Debug + From<Uuid>> FromSql<Id, Sqlite> for Key<T> {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<diesel::sql_types::Binary, Sqlite>>::from_sql(value)?;
        Ok(Self(Uuid::from_slice(&bytes)?.into()))
    }
}

// Closed lists.

impl<T, DB> ToSql<Text, DB> for Stored<T>
where
    T: Debug + ClosedList,
    DB: Backend,
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.code().to_sql(out)
    }
}

impl<T, DB> FromSql<Text, DB> for Stored<T>
where
    T: Debug + ClosedList,
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let code = String::from_sql(value)?;
        T::of_code(&code)
            .map(Self)
            .ok_or_else(|| format!("unknown code {code:?} in the database").into())
    }
}

impl<T: Debug + ClosedList> Many<T> {
    fn codes(&self) -> String {
        self.0
            .iter()
            .map(|value| value.code())
            .collect::<Vec<_>>()
            .join(",")
    }
}

impl<T: Debug + ClosedList> ToSql<Text, Pg> for Many<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.codes().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T: Debug + ClosedList> ToSql<Text, Sqlite> for Many<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.codes());
        Ok(IsNull::No)
    }
}

impl<T, DB> FromSql<Text, DB> for Many<T>
where
    T: Debug + ClosedList,
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let codes = String::from_sql(value)?;
        let known = |code: &str| {
            T::of_code(code).ok_or_else(|| format!("unknown code {code:?} in the database"))
        };
        let values = codes.split(',').filter(|code| !code.is_empty()).map(known);
        Ok(Self(values.collect::<Result<_, _>>()?))
    }
}

// Time.

impl ToSql<TimestampUtc, Pg> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Timestamptz, Pg>::to_sql(&self.0.utc(), &mut out.reborrow())
    }
}

impl ToSql<TimestampUtc, Sqlite> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.micros());
        Ok(IsNull::No)
    }
}

impl FromSql<TimestampUtc, Pg> for At {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let moment = <DateTime<Utc> as FromSql<Timestamptz, Pg>>::from_sql(value)?;
        Ok(Self(Moment::new(moment)))
    }
}

impl FromSql<TimestampUtc, Sqlite> for At {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<diesel::sql_types::BigInt, Sqlite>>::from_sql(value)?;
        Ok(Self(Moment::from_micros(micros)))
    }
}

impl ToSql<Date, Pg> for On {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Date, Pg>::to_sql(&self.0.date(), &mut out.reborrow())
    }
}

impl ToSql<Date, Sqlite> for On {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}

impl<DB> FromSql<Date, DB> for On
where
    DB: Backend,
    NaiveDate: FromSql<Date, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        NaiveDate::from_sql(value).map(|date| Self(Day::new(date)))
    }
}

// Documents.

impl<T: Debug + Serialize> ToSql<JsonType, Pg> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let value = serde_json::to_value(&self.0)?;
        ToSql::<Jsonb, Pg>::to_sql(&value, &mut out.reborrow())
    }
}

impl<T: Debug + Serialize> ToSql<JsonType, Sqlite> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        // By way of `Value`, whose keys are sorted: equal documents are equal bytes, on both engines.
        out.set_value(serde_json::to_value(&self.0)?.to_string());
        Ok(IsNull::No)
    }
}

impl<T: Debug + DeserializeOwned> FromSql<JsonType, Pg> for Json<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let value = <serde_json::Value as FromSql<Jsonb, Pg>>::from_sql(value)?;
        Ok(Self(serde_json::from_value(value)?))
    }
}

impl<T: Debug + DeserializeOwned> FromSql<JsonType, Sqlite> for Json<T> {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        Ok(Self(serde_json::from_str(&text)?))
    }
}
