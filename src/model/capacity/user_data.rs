//! What an instance's user data tells its agent: the lines that end up in `/etc/ecs/ecs.config`.

use serde_json::Value;

use crate::model::ecs::Attribute;
use crate::model::kernel::base64;

/// The agent's configuration, as far as the model heeds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgentConfig {
    /// `ECS_CLUSTER`.
    pub cluster: Option<String>,
    /// `ECS_ENABLE_SPOT_INSTANCE_DRAINING`.
    pub drains_on_spot_notice: bool,
    /// `ECS_INSTANCE_ATTRIBUTES`.
    pub attributes: Vec<Attribute>,
}

/// Reads `NAME=value` wherever the script has it, so that `echo "ECS_CLUSTER=demo" >> /etc/ecs/ecs.config` is
/// understood like a file of its own. No script is run.
pub fn read(user_data: &str) -> AgentConfig {
    let script = script(user_data);
    let switch = setting(&script, "ECS_ENABLE_SPOT_INSTANCE_DRAINING");
    let attributes = script.find("ECS_INSTANCE_ATTRIBUTES=").map(|at| &script[at + 24..]);
    AgentConfig {
        cluster: setting(&script, "ECS_CLUSTER").map(str::to_owned),
        drains_on_spot_notice: switch == Some("true"),
        attributes: attributes.map(read_attributes).unwrap_or_default(),
    }
}

/// The text itself, or what it says in base64.
fn script(user_data: &str) -> String {
    let compact: String = user_data.split_whitespace().collect();
    let decoded = base64::decode(&compact).and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.filter(|text| text.contains("ECS_")).unwrap_or_else(|| user_data.to_owned())
}

fn setting<'a>(script: &'a str, name: &str) -> Option<&'a str> {
    let after = script.find(&format!("{name}=")).map(|at| &script[at + name.len() + 1..])?;
    let end = after.find(|letter: char| letter.is_whitespace() || "\"'\\;".contains(letter));
    Some(&after[..end.unwrap_or(after.len())]).filter(|value| !value.is_empty())
}

/// `{"name":"value"}` at the beginning of the text; what comes after it is not read.
fn read_attributes(text: &str) -> Vec<Attribute> {
    let end = text.find('}').map_or(text.len(), |end| end + 1);
    let start = text.find('{').unwrap_or(0).min(end);
    let json: Value = serde_json::from_str(&text[start..end]).unwrap_or_default();
    let members = json.as_object().into_iter().flatten();
    members
        .map(|(name, value)| Attribute { name: name.as_str().into(), value: value.as_str().map(Into::into) })
        .collect()
}
