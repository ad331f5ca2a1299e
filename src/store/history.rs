//! What was once and is no more, as far as the current graph cannot tell it.

use entity::{relation, revision};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Query};

use super::{Store, StoreError};

impl Store {
    /// The relations that imports of a source have made and that somebody else than the source has retracted since,
    /// whether or not they were made again.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn retracted_by_others(&self, source: i64) -> Result<Vec<relation::Model>, StoreError> {
        let imports = || {
            Query::select()
                .column(revision::Column::Number)
                .from(revision::Entity)
                .and_where(revision::Column::Source.eq(source))
                .to_owned()
        };
        let retracted = relation::Entity::find()
            .filter(relation::Column::Since.in_subquery(imports()))
            .filter(relation::Column::Until.is_not_null())
            .filter(relation::Column::Until.not_in_subquery(imports()));
        Ok(retracted.all(&self.0.readers).await?)
    }
}
