//! Many rows in one value.
//!
//! What takes time in reading a graph is handing over row by row and column by column. So the database is asked for some
//! thousand rows at a time as one text of JSON, in which a row is an array of its columns in the order of the entity.

use sea_orm::{
    ColumnTrait, ColumnType, ConnectionTrait, DbBackend, DbErr, EntityTrait, ExprTrait, Iterable,
    sea_query::{Alias, Expr, Func, Order, Query, SelectStatement, SimpleExpr},
};
use serde::de::DeserializeOwned;

use crate::graph::Fact;

/// The moment that is read.
#[derive(Clone, Copy)]
pub(super) enum Moment {
    /// What holds now.
    Now,
    /// What held at a revision.
    At(i64),
}

/// So many rows are read at a time: even if each held the longest text, they would be some dozen megabytes.
const ROWS: u64 = 2_048;

/// Some rows of a table, in their order.
pub(super) struct Part {
    /// The rows.
    pub(super) rows: Vec<Fact>,
    /// The number of the last of them.
    pub(super) last: i64,
}

/// The next rows of a table after the one with a number. None if there are no more.
pub(super) async fn read<E>(
    db: &impl ConnectionTrait,
    moment: Moment,
    after: Option<i64>,
) -> Result<Option<Part>, DbErr>
where
    E: EntityTrait,
    E::Model: DeserializeOwned + Into<Fact>,
{
    let Some(found) = db.query_one(&select::<E>(db.get_database_backend(), moment, after)).await? else {
        return Ok(None);
    };
    let Some(last) = found.try_get_by_index(0)? else { return Ok(None) };
    let rows: String = found.try_get_by_index(1)?;
    let rows: Vec<E::Model> = serde_json::from_str(&rows)
        .map_err(|error| DbErr::Json(format!("a row of {} cannot be read: {error}", E::default().table_name())))?;
    Ok(Some(Part { rows: rows.into_iter().map(Into::into).collect(), last }))
}

/// Asks for the number of the last row and for all rows.
fn select<E: EntityTrait>(backend: DbBackend, moment: Moment, after: Option<i64>) -> SelectStatement {
    let open = Expr::col("until").is_null();
    let holds = match moment {
        Moment::Now => open,
        Moment::At(revision) => Expr::col("since").lte(revision).and(open.or(Expr::col("until").gt(revision))),
    };
    let rows = Query::select()
        .columns(E::Column::iter())
        .from(E::default())
        .and_where(holds)
        .and_where(Expr::col("row").gt(after.unwrap_or(i64::MIN)))
        .order_by("row", Order::Asc)
        .limit(ROWS)
        .to_owned();
    let row =
        array(backend, "json_array", "json_build_array").args(E::Column::iter().map(|column| packed(backend, column)));
    let all = array(backend, "json_group_array", "json_agg").arg(row);
    Query::select()
        .expr(Expr::col("row").max())
        .expr(Expr::expr(all).cast_as("text"))
        .from_subquery(rows, "rows")
        .to_owned()
}

/// The function that makes an array, by its name in SQLite and in Postgres.
fn array(backend: DbBackend, sqlite: &'static str, postgres: &'static str) -> sea_orm::sea_query::FunctionCall {
    Func::cust(Alias::new(if backend == DbBackend::Sqlite { sqlite } else { postgres }))
}

/// A column as JSON. Postgres knows how; SQLite has fewer types, and would cut numbers off after 15 digits, which only its
/// `quote` does not.
fn packed<C: ColumnTrait>(backend: DbBackend, column: C) -> SimpleExpr {
    let value = Expr::col(column);
    if backend != DbBackend::Sqlite {
        return value;
    }
    let json = |text: SimpleExpr| Func::cust("json").arg(text).into();
    match column.def().get_column_type() {
        ColumnType::Double => json(Func::lower(Func::cust("quote").arg(value)).into()),
        ColumnType::Boolean => {
            let words = Expr::case(value.clone().eq(0), "false").case(value.is_not_null(), "true");
            json(words.finally("null").into())
        }
        ColumnType::Json => json(value),
        _ => value,
    }
}
