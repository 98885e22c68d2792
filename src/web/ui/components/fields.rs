//! Labelled fields, each with its help, and the texts they hold.

use std::collections::BTreeMap;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The texts of a form's fields by name. A check box holds `yes` or nothing.
#[derive(Clone, PartialEq)]
pub struct Fields(UseReducerHandle<Texts>);

#[derive(Clone, Default, PartialEq)]
struct Texts(BTreeMap<&'static str, String>);

impl Reducible for Texts {
    type Action = (&'static str, String);

    fn reduce(self: std::rc::Rc<Self>, (name, text): Self::Action) -> std::rc::Rc<Self> {
        let mut texts = (*self).clone();
        texts.0.insert(name, text);
        texts.into()
    }
}

/// Fields that begin with these texts.
#[hook]
pub fn use_fields<T: IntoIterator<Item = (&'static str, String)>>(initial: impl FnOnce() -> T) -> Fields {
    Fields(use_reducer(|| Texts(initial().into_iter().collect())))
}

impl Fields {
    /// The text of a field; empty for one that was never filled.
    pub fn get(&self, name: &'static str) -> &str {
        self.0.0.get(name).map_or("", |text| text.trim())
    }

    pub fn is_on(&self, name: &'static str) -> bool {
        !self.get(name).is_empty()
    }

    pub fn number(&self, name: &'static str) -> Option<u32> {
        self.get(name).parse().ok()
    }

    pub fn set(&self, name: &'static str, text: impl Into<String>) {
        self.0.dispatch((name, text.into()));
    }

    fn on(&self, name: &'static str) -> Callback<String> {
        let fields = self.0.dispatcher();
        Callback::from(move |text| fields.dispatch((name, text)))
    }
}

#[derive(Properties, PartialEq)]
pub struct FieldProps {
    pub fields: Fields,
    pub name: &'static str,
    pub label: AttrValue,
    #[prop_or_default]
    pub help: AttrValue,
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Has the focus when the form opens.
    #[prop_or_default]
    pub first: bool,
    #[prop_or_default]
    pub disabled: bool,
}

fn labelled(props: &FieldProps, class: &'static str, field: Html) -> Html {
    html! {
        <label class={classes!("fld", class)}>
            <span class="flab">{props.label.clone()}</span>
            {field}
            if !props.help.is_empty() {
                <small>{props.help.clone()}</small>
            }
        </label>
    }
}

fn input(props: &FieldProps, kind: &'static str) -> Html {
    let set = props.fields.on(props.name);
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
            set.emit(field.value());
        }
    });
    // The text as it is typed: a trailing blank must not vanish under the cursor.
    let text = props.fields.0.0.get(props.name).cloned().unwrap_or_default();
    html! {
        <input
            type={kind} value={text} {oninput} autofocus={props.first} placeholder={props.placeholder.clone()}
            disabled={props.disabled} spellcheck="false" autocomplete="off" min={(kind == "number").then_some("0")}
        />
    }
}

#[component]
pub fn TextField(props: &FieldProps) -> Html {
    labelled(props, "text", input(props, "text"))
}

#[component]
pub fn NumberField(props: &FieldProps) -> Html {
    labelled(props, "number", input(props, "number"))
}

#[component]
pub fn CheckField(props: &FieldProps) -> Html {
    let set = props.fields.on(props.name);
    let onchange = Callback::from(move |event: Event| {
        if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
            set.emit(if field.checked() { "yes".into() } else { String::new() });
        }
    });
    html! {
        <label class="fld check">
            <input type="checkbox" checked={props.fields.is_on(props.name)} {onchange} disabled={props.disabled} />
            <span class="flab">{props.label.clone()}</span>
            if !props.help.is_empty() {
                <small>{props.help.clone()}</small>
            }
        </label>
    }
}

#[derive(Properties, PartialEq)]
pub struct SelectProps {
    pub fields: Fields,
    pub name: &'static str,
    pub label: AttrValue,
    #[prop_or_default]
    pub help: AttrValue,
    /// Values and what they are called.
    pub options: Vec<(AttrValue, AttrValue)>,
    #[prop_or_default]
    pub first: bool,
}

#[component]
pub fn SelectField(props: &SelectProps) -> Html {
    let set = props.fields.on(props.name);
    let onchange = Callback::from(move |event: Event| {
        if let Some(field) = event.target_dyn_into::<HtmlSelectElement>() {
            set.emit(field.value());
        }
    });
    let chosen = props.fields.get(props.name);
    html! {
        <label class="fld">
            <span class="flab">{props.label.clone()}</span>
            <select {onchange} autofocus={props.first}>
                {for props.options.iter().map(|(value, label)| html! {
                    <option value={value.clone()} selected={value.as_str() == chosen}>{label.clone()}</option>
                })}
            </select>
            if !props.help.is_empty() {
                <small>{props.help.clone()}</small>
            }
        </label>
    }
}

/// One of a few, all in sight.
pub fn choice(
    fields: &Fields,
    name: &'static str,
    legend: &'static str,
    options: &[(&'static str, &'static str)],
    help: &'static str,
) -> Html {
    let button = |&(value, label): &(&'static str, &'static str)| {
        let pressed = (fields.get(name) == value).to_string();
        let set = fields.on(name);
        let onclick = Callback::from(move |_: MouseEvent| set.emit(value.to_owned()));
        html! { <button type="button" aria-pressed={pressed} {onclick}>{label}</button> }
    };
    html! {
        <fieldset class="fldset">
            <legend>{legend}</legend>
            <div class="seg">{for options.iter().map(button)}</div>
            <small>{help}</small>
        </fieldset>
    }
}

/// Options whose value is their name.
pub fn plain<T: AsRef<str>>(values: impl IntoIterator<Item = T>) -> Vec<(AttrValue, AttrValue)> {
    let option = |value: T| {
        let value = AttrValue::from(value.as_ref().to_owned());
        (value.clone(), value)
    };
    values.into_iter().map(option).collect()
}
