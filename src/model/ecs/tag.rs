//! Tags: metadata that ECS keeps for a caller and gives back.

use serde::{Deserialize, Serialize};

/// One tag of a resource. A key appears once per resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    #[serde(default)]
    pub key: String,
    #[serde(default)]
    pub value: String,
}
