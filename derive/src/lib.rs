//! `#[derive(Deserialize)]` of `model::kernel::json`.
//!
//! serde's own derive writes some 250 bytes of WebAssembly for every member of every type, and the page is downloaded
//! before it is run. This one writes one call for each member. It reads the attributes that serde's `Serialize` shares,
//! so that both can stand on one type, and refuses those it does not know.

mod item;

use item::{Field, Item, Names, Shape, Variant};
use proc_macro::TokenStream;

const JSON: &str = "crate::model::kernel::json";

/// Understands structures with named members, newtypes, enumerations of plain words, and enumerations with a `tag`;
/// of serde's attributes `default`, `from`, `rename`, `rename_all`, `rename_all_fields`, `skip`, `tag`,
/// `transparent`, `try_from` and `with`, beside those that only concern writing.
#[proc_macro_derive(Deserialize, attributes(serde))]
pub fn deserialize(input: TokenStream) -> TokenStream {
    let code = match Item::parse(input) {
        Ok(item) => implementation(&item),
        Err(problem) => format!("compile_error!({problem:?});"),
    };
    code.parse().expect("what the derive writes is Rust")
}

fn implementation(item: &Item) -> String {
    let body = if let Some(source) = item.attributes.text("from") {
        format!("<{source} as {JSON}::Deserialize>::read(value, reader).into()")
    } else if let Some(source) = item.attributes.text("try_from") {
        format!(
            "let source = <{source} as {JSON}::Deserialize>::read(value, reader); reader.accept(Self::try_from(source))"
        )
    } else {
        match &item.shape {
            Shape::Newtype => format!("Self({JSON}::Deserialize::read(value, reader))"),
            Shape::Structure(fields) => structure(item, fields),
            Shape::Enumeration(variants) => enumeration(item, variants),
        }
    };
    format!(
        "impl {JSON}::Deserialize for {} {{
            fn read(value: &::serde_json::Value, reader: &mut {JSON}::Reader) -> Self {{ {body} }}
        }}",
        item.name
    )
}

fn structure(item: &Item, fields: &[Field]) -> String {
    let whole = item.attributes.has("default");
    let base = if whole { "let base = <Self as ::core::default::Default>::default();" } else { "" };
    let names = item.attributes.names("rename_all");
    format!("let members = reader.members(value); {base} Self {{ {} }}", members(fields, names, whole))
}

/// `name: how it is read,` of each.
fn members(fields: &[Field], names: Names, whole: bool) -> String {
    let read = |field: &Field| {
        let (field_name, attributes) = (&field.name, &field.attributes);
        if attributes.has("flatten") {
            return format!(
                "{field_name}: compile_error!(\"{field_name}: read the members one by one, or by `from`\"),"
            );
        }
        let default = match attributes.text("default") {
            Some(function) => Some(format!("{function}()")),
            None if whole => Some(format!("base.{field_name}")),
            None if attributes.has("default") || attributes.has("skip") => {
                Some("::core::default::Default::default()".into())
            }
            None => None,
        };
        let name = attributes.text("rename").unwrap_or_else(|| names.of_field(field_name));
        let how = match (attributes.has("skip"), attributes.text("with"), default) {
            (true, _, default) => default.expect("what is skipped has a default"),
            (_, Some(path), default) => {
                let default = default.unwrap_or_else(|| "::core::default::Default::default()".into());
                format!("reader.with(members, {name:?}, {default}, {path}::read)")
            }
            (_, _, Some(default)) => format!("reader.optional(members, {name:?}, {default})"),
            (..) => format!("reader.required(members, {name:?})"),
        };
        format!("{field_name}: {how},")
    };
    fields.iter().map(read).collect()
}

fn enumeration(item: &Item, variants: &[Variant]) -> String {
    let names = item.attributes.names("rename_all");
    let name = |variant: &Variant| {
        variant.attributes.text("rename").unwrap_or_else(|| names.of_variant(&variant.name))
    };
    let words: Vec<String> = variants.iter().map(name).collect();
    let arm = |(number, variant): (usize, &Variant)| {
        // What is not a known word has been refused; any variant will do then.
        let pattern = if number + 1 == variants.len() { "_".into() } else { number.to_string() };
        let names = item.attributes.names("rename_all_fields");
        format!("{pattern} => Self::{} {{ {} }},", variant.name, members(&variant.fields, names, false))
    };
    let arms: String = variants.iter().enumerate().map(arm).collect();
    let (before, word) = match item.attributes.text("tag") {
        Some(tag) => {
            ("let members = reader.members(value);", format!("reader.tag(members, {tag:?}, &{words:?})"))
        }
        None => ("", format!("reader.word(value, &{words:?})")),
    };
    format!("{before} match {word} {{ {arms} }}")
}
