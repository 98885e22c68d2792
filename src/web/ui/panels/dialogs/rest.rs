//! The members of a request that a form has no field of its own for: made from the table of shapes, so that
//! whatever the API takes can be given.

use std::rc::Rc;

use serde_json::{Map, Value};
use yew::prelude::*;

use crate::model::api::operations::operation;
use crate::model::api::task_definitions::validate::Edit;
use crate::playground::views::guide::Guide;
use crate::web::ui::components::{ShapeForm, ShapeRef};

/// What was filled in of them.
#[derive(Clone, PartialEq)]
pub struct Rest {
    operation: &'static str,
    hidden: &'static [&'static str],
    value: UseStateHandle<Rc<Value>>,
}

/// The members of the operation's request but those that are hidden.
#[hook]
pub fn use_rest(operation: &'static str, hidden: &'static [&'static str]) -> Rest {
    Rest { operation, hidden, value: use_state(|| Rc::new(Value::Object(Map::new()))) }
}

impl Rest {
    pub fn add_to(&self, request: &mut Map<String, Value>) {
        let Value::Object(members) = &**self.value else { return };
        for (name, value) in members {
            match (request.get_mut(name), value) {
                (Some(Value::Object(there)), Value::Object(more)) => there.extend(more.clone()),
                _ => {
                    request.insert(name.clone(), value.clone());
                }
            }
        }
    }

    pub fn fields(&self) -> Html {
        let Some(operation) = operation(self.operation) else { return html! {} };
        let on_edit = {
            let value = self.value.clone();
            Callback::from(move |edits: Vec<Edit>| {
                let mut changed = (**value).clone();
                edits.iter().for_each(|edit| {
                    edit.apply(&mut changed);
                });
                value.set(Rc::new(changed));
            })
        };
        html! {
            <ShapeForm
                shape={ShapeRef(operation.input)} guide={Guide::Request { hidden: self.hidden }}
                document={(*self.value).clone()} {on_edit}
            />
        }
    }
}
