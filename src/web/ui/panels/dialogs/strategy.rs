//! A capacity provider strategy as fields: a base and a weight for each provider.

use serde_json::{Map, Value, json};
use yew::prelude::*;

use crate::web::ui::components::{Fields, NumberField};

macro_rules! rows {
    ($($number:literal)*) => {
        [$((concat!("attached", $number), concat!("base", $number), concat!("weight", $number))),*]
    };
}

/// Names of fields: whether a provider is attached, its base, its weight.
type Names = (&'static str, &'static str, &'static str);

/// Those of each provider. A cluster has twenty at most.
pub const ROWS: [Names; 20] = rows!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19);

/// The texts that the fields of `providers` begin with for a strategy as the API gives it.
pub fn texts(providers: &[String], strategy: &Value) -> Vec<(&'static str, String)> {
    let mut texts = Vec::new();
    for (name, (_, base, weight)) in providers.iter().zip(ROWS) {
        let items = strategy.as_array().map_or(&[][..], Vec::as_slice);
        let Some(item) = items.iter().find(|item| item["capacityProvider"] == **name) else { continue };
        texts.extend(item["base"].as_u64().filter(|base| *base > 0).map(|number| (base, number.to_string())));
        texts.push((weight, item["weight"].as_u64().unwrap_or(0).to_string()));
    }
    texts
}

/// One row for each provider that `shows` lets through.
pub fn fields(fields: &Fields, providers: &[String], shows: impl Fn(usize) -> bool) -> Html {
    let row = |(number, (name, (_, base, weight))): (usize, (&String, Names))| {
        html! {
            if shows(number) {
                <div class="grid2 strategy" key={number} role="group" aria-label={name.clone()}>
                    <NumberField fields={fields.clone()} name={base} label={format!("{name}: base")} placeholder="0"
                        help={if number == 0 { "So many tasks go there first. One provider only may have a base." } else { "" }} />
                    <NumberField fields={fields.clone()} name={weight} label={format!("{name}: weight")} placeholder="not used"
                        help={if number == 0 { "Its share of the rest. Left empty with the base: it is not part of the strategy." } else { "" }} />
                </div>
            }
        }
    };
    html! { <>{ for providers.iter().zip(ROWS).enumerate().map(row) }</> }
}

/// The strategy that the fields say: those providers that count and have a base or a weight.
pub fn value(
    fields: &Fields,
    providers: &[String],
    counts: impl Fn(usize) -> bool,
) -> Result<Value, AttrValue> {
    let mut items = Vec::new();
    for (number, (provider, (_, base, weight))) in providers.iter().zip(ROWS).enumerate() {
        if !counts(number) || (!fields.is_on(base) && !fields.is_on(weight)) {
            continue;
        }
        let mut item = Map::new();
        item.insert("capacityProvider".into(), json!(provider));
        for (member, field) in [("weight", weight), ("base", base)] {
            if fields.is_on(field) {
                let number = fields.number(field);
                let number =
                    number.ok_or_else(|| format!("The {member} of {provider} is a whole number."))?;
                item.insert(member.into(), json!(number));
            }
        }
        items.push(Value::Object(item));
    }
    Ok(Value::Array(items))
}
