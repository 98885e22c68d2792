//! Launch templates of EC2.

use std::rc::Rc;

use serde_json::{Value, json};

use super::{text, texts};
use crate::model::api::members::seconds;
use crate::model::capacity::instance_type;
use crate::model::ecs::{EcsError, EcsResult, ExceptionName, LaunchTemplate};
use crate::model::kernel::Kind;
use crate::model::world::{CapacityEvent, Ctx, Event, World};

pub fn create(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let name = text(request, "LaunchTemplateName").unwrap_or_default();
    let data = &request["LaunchTemplateData"];
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "()./_-".contains(letter);
    if !(3..=128).contains(&name.len()) || !name.chars().all(allowed) {
        let message = format!("Value ({name}) for parameter LaunchTemplateName is invalid.");
        return Err(EcsError::new(ExceptionName::InvalidParameterValue, message));
    }
    if ctx.world().launch_templates.contains_key(name) {
        return Err(EcsError::new(
            ExceptionName::InvalidLaunchTemplateNameAlreadyExists,
            "Launch template name already in use.",
        ));
    }
    if let Some(unknown) = text(data, "InstanceType").filter(|kind| instance_type(kind).is_none()) {
        let message = format!("Invalid instance type '{unknown}': the playground does not have it.");
        return Err(EcsError::new(ExceptionName::InvalidParameterValue, message));
    }
    let template = LaunchTemplate {
        number: ctx.world().launch_templates_created,
        name: name.into(),
        created_at: ctx.now(),
        instance_type: text(data, "InstanceType").map(Rc::from),
        user_data: text(data, "UserData").map(Rc::from),
        spot: data["InstanceMarketOptions"]["MarketType"] == "spot",
        tags: Vec::new(),
    };
    let answer = shown(ctx.world(), &template);
    ctx.emit(Event::Capacity(CapacityEvent::LaunchTemplateCreated(Rc::new(template))));
    Ok(json!({ "LaunchTemplate": answer }))
}

pub fn describe_all(world: &World, request: &Value) -> Value {
    let names = texts(request, "LaunchTemplateNames");
    let wanted =
        world.launch_templates.values().filter(|row| names.is_empty() || names.contains(&&*row.name));
    json!({ "LaunchTemplates": wanted.map(|row| shown(world, row)).collect::<Value>() })
}

pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let name = text(request, "LaunchTemplateName").unwrap_or_default();
    let Some(template) = ctx.world().launch_templates.get(name).cloned() else {
        return Err(EcsError::new(
            ExceptionName::InvalidLaunchTemplateNameNotFound,
            "At least one of the launch templates specified in the request does not exist.",
        ));
    };
    ctx.emit(Event::Capacity(CapacityEvent::LaunchTemplateDeleted { name: template.name.clone() }));
    Ok(json!({ "LaunchTemplate": shown(ctx.world(), &template) }))
}

/// `lt-` and 17 hexadecimal digits.
pub(super) fn template_id(world: &World, template: &LaunchTemplate) -> String {
    format!("lt-0{}", &world.identifiers.hex(Kind::LaunchTemplate, template.number)[..16])
}

fn shown(world: &World, template: &LaunchTemplate) -> Value {
    json!({
        "LaunchTemplateId": template_id(world, template),
        "LaunchTemplateName": &*template.name,
        "CreateTime": seconds(world, template.created_at),
        "CreatedBy": crate::model::api::principal(world),
        "DefaultVersionNumber": 1,
        "LatestVersionNumber": 1,
    })
}
