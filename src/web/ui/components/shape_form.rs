//! Fields for a value of a shape of the API: one for each member, made from the table of shapes.
//!
//! The fields carry their place in `data-` attributes, and the form alone listens.

use std::rc::Rc;

use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::symbol;
use crate::model::api::shapes::{DefaultValue, Member, Shape};
use crate::model::api::task_definitions::validate::{Edit, Problem, Severity};
use crate::model::kernel::order;
use crate::playground::views::guide::{Guide, entry_title};
use crate::playground::views::members::{Kind, blank, edit_of, label};

/// A shape of the static tables. Two are equal if they are the same one.
#[derive(Clone, Copy)]
pub struct ShapeRef(pub &'static Shape);

impl PartialEq for ShapeRef {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

#[derive(Properties, PartialEq)]
pub struct ShapeFormProps {
    pub shape: ShapeRef,
    pub guide: Guide,
    pub document: Rc<Value>,
    #[prop_or_else(|| Rc::from([]))]
    pub problems: Rc<[Problem]>,
    /// Edits to make to the document, together.
    pub on_edit: Callback<Vec<Edit>>,
}

#[component]
pub fn ShapeForm(props: &ShapeFormProps) -> Html {
    let listen = |act: fn(&Element, &Value) -> Option<Vec<Edit>>| {
        let (document, on_edit) = (props.document.clone(), props.on_edit.clone());
        move |target: Option<Element>| {
            if let Some(edits) = target.and_then(|element| act(&element, &document)) {
                on_edit.emit(edits);
            }
        }
    };
    let (typed, chosen) = (listen(typed), listen(chosen));
    let pressed = {
        let (document, on_edit, problems) =
            (props.document.clone(), props.on_edit.clone(), props.problems.clone());
        let shape = props.shape.0;
        Callback::from(move |event: MouseEvent| {
            let button =
                event.target_dyn_into::<Element>().and_then(|it| it.closest("button").ok().flatten());
            if let Some(edits) = button.and_then(|button| pressed(&button, shape, &document, &problems)) {
                event.prevent_default();
                on_edit.emit(edits);
            }
        })
    };
    let draw = Draw { guide: props.guide, document: &props.document, problems: &props.problems };
    html! {
        <div class="shape"
            oninput={move |event: InputEvent| typed(event.target_dyn_into())}
            onchange={move |event: Event| chosen(event.target_dyn_into())} onclick={pressed}
        >
            {draw.problems_at("")}
            {draw.members(props.shape.0.members(), Some(&props.document), "")}
        </div>
    }
}

/// What a text or number field says, with every key.
fn typed(element: &Element, document: &Value) -> Option<Vec<Edit>> {
    let input = element.dyn_ref::<HtmlInputElement>().filter(|input| input.type_() != "checkbox")?;
    edit(element, &input.value(), document)
}

/// What a list, a check box or a longer text says once it is settled.
fn chosen(element: &Element, document: &Value) -> Option<Vec<Edit>> {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        let word = element.get_attribute("data-word");
        let text = word.unwrap_or_else(|| input.checked().to_string());
        return (input.type_() == "checkbox").then(|| edit(element, &text, document))?;
    }
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        return edit(element, &area.value(), document);
    }
    edit(element, &element.dyn_ref::<HtmlSelectElement>()?.value(), document)
}

fn edit(element: &Element, text: &str, document: &Value) -> Option<Vec<Edit>> {
    let path = element.get_attribute("data-path")?;
    let kind = Kind::named(&element.get_attribute("data-kind")?)?;
    let present = document.pointer(&path);
    let edit = edit_of(kind, &path, text, present);
    // There is nothing to take away.
    (present.is_some() || !edit.value.is_null()).then(|| vec![edit])
}

/// A button adds an entry or a member, removes one, or takes a fix.
fn pressed(
    button: &Element,
    shape: &'static Shape,
    document: &Value,
    problems: &[Problem],
) -> Option<Vec<Edit>> {
    if let Some(fix) = button.get_attribute("data-fix") {
        let (problem, fix) = fix.split_once(' ')?;
        let problem = problems.get(problem.parse::<usize>().ok()?)?;
        return Some(problem.fixes.get(fix.parse::<usize>().ok()?)?.edits.clone());
    }
    if let Some(path) = button.get_attribute("data-remove") {
        return Some(vec![Edit::remove(path)]);
    }
    let path = button.get_attribute("data-add")?;
    let value = blank(shape_at(shape, &path)?);
    document.pointer(&path).is_none().then(|| vec![Edit::set(path, value)])
}

fn shape_at(shape: &'static Shape, path: &str) -> Option<&'static Shape> {
    path.split('/').skip(1).try_fold(shape, |shape, step| match shape {
        Shape::List { member, .. } => Some(*member),
        Shape::Map { value } => Some(*value),
        _ => shape.member(step).map(|member| member.shape),
    })
}

/// What the fields are drawn from.
struct Draw<'a> {
    guide: Guide,
    document: &'a Value,
    problems: &'a [Problem],
}

impl Draw<'_> {
    /// The members of a structure that are there or that the guide shows, and a way to the others.
    fn members(&self, members: &'static [Member], value: Option<&Value>, path: &str) -> Html {
        let is_there = |member: &Member| value.is_some_and(|value| value.get(member.name).is_some());
        let mut absent = Vec::new();
        let mut fields = Vec::new();
        let mut ordered: Vec<&'static Member> = members.iter().collect();
        order::sort_by_key(&mut ordered, |member| self.guide.rank(path, member.name));
        for member in ordered.into_iter().filter(|member| !self.guide.hides(path, member.name)) {
            if is_there(member) || self.guide.shows(path, member, members.len()) {
                let value = value.and_then(|value| value.get(member.name));
                fields.push(self.member(member, value, &format!("{path}/{}", member.name)));
            } else {
                absent.push(member);
            }
        }
        let add = |member: &&Member| {
            html! {
                <button type="button" data-add={format!("{path}/{}", member.name)} title={member.doc}>
                    {label(member.name)}
                </button>
            }
        };
        // A structure that was just added shows what it can hold.
        let is_bare = fields.is_empty() && !path.is_empty();
        html! {
            <>
                <div class="grid2">{for fields}</div>
                if !absent.is_empty() {
                    <details class="more addmore" open={is_bare}>
                        <summary>{"More fields"}</summary>
                        <div class="addlist">{for absent.iter().map(add)}</div>
                    </details>
                }
            </>
        }
    }

    fn member(&self, member: &'static Member, value: Option<&Value>, path: &str) -> Html {
        match (member.shape, Kind::of(member.shape)) {
            (_, Some(kind)) => self.field(member, kind, value, path),
            (Shape::List { member: entry, .. }, _) => self.list(member, entry, value, path),
            _ => self.structure(member, value, path),
        }
    }

    fn structure(&self, member: &'static Member, value: Option<&Value>, path: &str) -> Html {
        if value.is_none() {
            return html! {
                <div class="grp absent">
                    <button type="button" class="btn sm" data-add={path.to_owned()} title={member.doc}>
                        { symbol("i-plus", "i i12") }{label(member.name)}
                    </button>
                </div>
            };
        }
        html! {
            <fieldset class="grp">
                <legend>{label(member.name)}{name_in_code(member.name)}{remove(path, member.name)}</legend>
                <small>{member.doc}</small>
                {self.problems_at(path)}
                {self.members(member.shape.members(), value, path)}
            </fieldset>
        }
    }

    fn list(
        &self,
        member: &'static Member,
        entry: &'static Shape,
        value: Option<&Value>,
        path: &str,
    ) -> Html {
        let entries = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let one = |(place, value): (usize, &Value)| {
            let path = format!("{path}/{place}");
            let title = entry_title(value, place);
            html! {
                <div class="entry">
                    <details open={entries.len() < 4}>
                        <summary><b>{title.clone()}</b></summary>
                        <div>
                            {self.problems_at(&path)}
                            {self.members(entry.members(), Some(value), &path)}
                        </div>
                    </details>
                    {remove(&path, &title)}
                </div>
            }
        };
        // Absent, the list is made with its first entry in it.
        let add = if value.is_some() { format!("{path}/{}", entries.len()) } else { path.to_owned() };
        html! {
            <fieldset class="grp">
                <legend>{label(member.name)}{name_in_code(member.name)}</legend>
                <small>{member.doc}</small>
                {self.problems_at(path)}
                {for entries.iter().enumerate().map(one)}
                <button type="button" class="btn sm" data-add={add} aria-label={format!("Add to {}", label(member.name))}>
                    { symbol("i-plus", "i i12") }{"Add"}
                </button>
            </fieldset>
        }
    }

    fn field(&self, member: &'static Member, kind: Kind, value: Option<&Value>, path: &str) -> Html {
        let text = value.map(|value| kind.text_of(value)).unwrap_or_default();
        let place = path.to_owned();
        let data = kind.name();
        let words: &'static [&'static str] = match member.shape {
            Shape::Enum(words) | Shape::List { member: Shape::Enum(words), .. } => words,
            _ => &[],
        };
        let choices = self.guide.choices(self.document, path);
        let default = default_text(member);
        let control = match kind {
            Kind::Flag => {
                let is_on = value.map_or(member.default == DefaultValue::Flag(true), |value| value == true);
                return self.check(
                    member,
                    path,
                    html! {
                        <input type="checkbox" checked={is_on} data-path={place} data-kind={data} />
                    },
                );
            }
            Kind::Word => {
                let has = |word: &str| text.lines().any(|line| line == word);
                return html! {
                    <fieldset class="fldset wide2">
                        <legend>{label(member.name)}{name_in_code(member.name)}</legend>
                        <div class="words">
                            {for words.iter().map(|word| html! {
                                <label>
                                    <input type="checkbox" checked={has(word)} data-path={place.clone()} data-kind={data} data-word={*word} />
                                    {*word}
                                </label>
                            })}
                        </div>
                        <small>{member.doc}</small>
                        {self.problems_at(path)}
                    </fieldset>
                };
            }
            Kind::Lines | Kind::Pairs | Kind::Json => {
                let hint = if kind == Kind::Pairs { "name=value, one a line" } else { "one a line" };
                let rows = text.lines().count().clamp(2, 8).to_string();
                html! { <textarea {rows} value={text} placeholder={hint} spellcheck="false" data-path={place} data-kind={data} /> }
            }
            _ if !words.is_empty() || !choices.is_empty() => {
                let mut options: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
                options.extend(choices);
                if !text.is_empty() && !options.contains(&text) {
                    options.insert(0, text.clone());
                }
                let none = default.map_or("Choose…".to_owned(), |default| format!("{default} (default)"));
                html! {
                    <select data-path={place} data-kind={data}>
                        <option value="" selected={text.is_empty()}>{none}</option>
                        {for options.into_iter().map(|option| html! {
                            <option selected={option == text} value={option.clone()}>{option}</option>
                        })}
                    </select>
                }
            }
            _ => {
                let inputmode = (kind == Kind::Number).then_some("numeric");
                html! {
                    <input
                        type="text" {inputmode} value={text} placeholder={default} spellcheck="false"
                        autocomplete="off" autocapitalize="off" data-path={place} data-kind={data}
                    />
                }
            }
        };
        // Words and numbers are short; what may be any text needs its room.
        let is_long = match kind {
            Kind::Text => words.is_empty() && !["cpu", "memory"].contains(&member.name),
            _ => kind != Kind::Number,
        };
        html! {
            <label class={classes!("fld", is_long.then_some("wide2"), self.has_error(path).then_some("wrong"))}>
                <span class="flab">{label(member.name)}{name_in_code(member.name)}</span>
                {control}
                <small>{member.doc}</small>
                {self.problems_at(path)}
            </label>
        }
    }

    fn check(&self, member: &'static Member, path: &str, input: Html) -> Html {
        html! {
            <label class="fld check">
                {input}
                <span class="flab">{label(member.name)}{name_in_code(member.name)}</span>
                <small>{member.doc}</small>
                {self.problems_at(path)}
            </label>
        }
    }

    fn has_error(&self, path: &str) -> bool {
        self.problems.iter().any(|problem| problem.pointer == path && problem.severity == Severity::Error)
    }

    /// What is wrong at exactly this place, with the ways to mend it.
    fn problems_at(&self, path: &str) -> Html {
        let here = self.problems.iter().enumerate().filter(|(_, problem)| problem.pointer == path);
        here.map(|(number, problem)| {
            let fixes = problem.fixes.iter().enumerate().map(|(fix, it)| html! {
                <button type="button" class="btn sm" data-fix={format!("{number} {fix}")}>{it.label.clone()}</button>
            });
            let class = if problem.severity == Severity::Error { "wrongly" } else { "wrongly warn" };
            html! {
                <span {class}>
                    <span><b>{problem.source.clone()}</b>{" "}{problem.message.clone()}</span>
                    {for fixes}
                </span>
            }
        })
        .collect()
    }
}

/// The member's name as the JSON has it.
fn name_in_code(name: &'static str) -> Html {
    html! { <code>{name}</code> }
}

fn remove(path: &str, what: &str) -> Html {
    let label = format!("Remove {what}");
    html! {
        <button type="button" class="btn quiet icon" data-remove={path.to_owned()} aria-label={label.clone()} title={label}>
            { symbol("i-x", "i i12") }
        </button>
    }
}

fn default_text(member: &Member) -> Option<String> {
    match member.default {
        DefaultValue::None => None,
        DefaultValue::Text(text) => Some(text.to_owned()),
        DefaultValue::Number(number) => Some(number.to_string()),
        DefaultValue::Flag(flag) => Some(flag.to_string()),
    }
}
