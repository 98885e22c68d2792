//! Creating a capacity provider with the Auto Scaling group and the launch template under it, and attaching it to a
//! cluster: four commands, whose lines go to the terminal.

use serde_json::{Value, json};
use yew::prelude::*;

use super::form::doc;
use crate::model::capacity::INSTANCE_TYPES;
use crate::model::world::event::Command;
use crate::playground::console;
use crate::playground::views::forms::instance_type_label;
use crate::web::ui::components::{
    CheckField, CommandLine, Fields, Modal, NumberField, SelectField, TextField, plain, symbol, use_fields,
};
use crate::web::ui::state::{Action, Asking, command, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    pub cluster: AttrValue,
}

const OPERATION: &str = "CreateCapacityProvider";

#[component]
pub fn CreateCapacityProvider(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let asking = &props.asking;
    let choices = use_memo((), |()| asking.choices());
    let fields = use_fields(|| {
        [
            ("cluster", props.cluster.to_string()),
            ("name", asking.free_provider_name("on-demand")),
            ("kind", "asg".to_owned()),
            ("instanceType", "m5.large".to_owned()),
            ("min", "0".to_owned()),
            ("max", "10".to_owned()),
            ("target", "100".to_owned()),
            ("scaling", "yes".to_owned()),
            ("draining", "yes".to_owned()),
            ("default", "yes".to_owned()),
        ]
    });
    let commands = commands(&fields, asking);
    let refusal = {
        let asking = asking.clone();
        use_memo(commands.clone(), move |commands| {
            commands.as_ref().ok().and_then(|commands| asking.rehearse_all(commands).err())
        })
    };
    let close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::CloseDialog))
    };
    let lines: Vec<String> = commands.iter().flatten().map(console::line_of).collect();
    let onsubmit = {
        let (lines, close) = (lines.join("\n"), close.clone());
        let open = commands.is_ok() && refusal.is_none();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if open {
                dispatch.dispatch(Action::Type(lines.as_str().into()));
                close.emit(());
            }
        })
    };
    let missing = commands.as_ref().err().cloned();
    let by_group = fields.get("kind") == "asg";
    html! {
        <Modal title="Create a capacity provider" on_close={close.clone()}>
            <form {onsubmit} style="display:contents" novalidate=true>
                <div class="dlgbody">
                    { kind(&fields) }
                    <div class="grid2">
                        <TextField fields={fields.clone()} name="name" label="Name" first=true help={doc(OPERATION, "name")} />
                        <SelectField fields={fields.clone()} name="cluster" label="Cluster" options={plain(&choices.clusters)} help="The provider is attached to it." />
                    </div>
                    if by_group { { group(&fields) } } else { { managed(&fields) } }
                    <CheckField fields={fields.clone()} name="default" label="Default strategy of the cluster"
                        help="Tasks that name neither launch type nor strategy go there, with weight 1." />
                </div>
                if !lines.is_empty() {
                    <div class="dlgmade">
                        if let Some(error) = &*refusal {
                            <div class="refusal" role="status">
                                <b>{ symbol("h-bad", "g") }{ error.name.as_str() }</b><p>{ error.message.clone() }</p>
                            </div>
                        }
                        <div class="lines">{ for lines.iter().map(|line| html! { <CommandLine line={line.clone()} /> }) }</div>
                    </div>
                }
                <footer class="dlgfoot">
                    <span class="why">{ missing.clone().unwrap_or_default() }</span>
                    <button type="button" class="btn lg quiet" onclick={close.reform(|_: MouseEvent| ())}>{"Cancel"}</button>
                    <button type="submit" class={if missing.is_some() { "btn lg" } else { "btn lg primary" }}
                        aria-disabled={missing.is_some().to_string()}>{"Create"}</button>
                </footer>
            </form>
        </Modal>
    }
}

fn kind(fields: &Fields) -> Html {
    let button = |value: &'static str, label: &'static str| {
        let pressed = (fields.get("kind") == value).to_string();
        let fields = fields.clone();
        let onclick = Callback::from(move |_: MouseEvent| fields.set("kind", value));
        html! { <button type="button" aria-pressed={pressed} {onclick}>{ label }</button> }
    };
    html! {
        <fieldset class="fldset">
            <legend>{"Instances"}</legend>
            <div class="seg">{ button("asg", "Auto Scaling group") }{ button("managed", "Managed Instances") }</div>
            <small>{"An Auto Scaling group is yours, and ECS may size it. Managed Instances are launched and removed by ECS itself."}</small>
        </fieldset>
    }
}

fn group(fields: &Fields) -> Html {
    let types = INSTANCE_TYPES.iter().map(|kind| (kind.name.into(), instance_type_label(kind).into()));
    let scaling = |name: &str| doc(OPERATION, &format!("autoScalingGroupProvider.{name}"));
    html! {
        <>
            <div class="grid2">
                <SelectField fields={fields.clone()} name="instanceType" label="Instance type" options={types.collect::<Vec<_>>()} />
                <NumberField fields={fields.clone()} name="target" label="Target capacity, %" help={scaling("managedScaling.targetCapacity")} />
                <NumberField fields={fields.clone()} name="min" label="Minimum size" help="ECS never changes it." />
                <NumberField fields={fields.clone()} name="max" label="Maximum size" help="Tasks wait when the group is that large." />
            </div>
            <CheckField fields={fields.clone()} name="scaling" label="Managed scaling" help="ECS sizes the group by CapacityProviderReservation. Without it a task that finds no room fails at once." />
            <CheckField fields={fields.clone()} name="protection" label="Managed termination protection" help={scaling("managedTerminationProtection")} />
            <CheckField fields={fields.clone()} name="draining" label="Managed draining" help={scaling("managedDraining")} />
            <CheckField fields={fields.clone()} name="spot" label="Spot Instances" help="Cheaper, and EC2 may take them back with a notice of two minutes." />
        </>
    }
}

fn managed(fields: &Fields) -> Html {
    html! {
        <NumberField fields={fields.clone()} name="scaleInAfter" label="Seconds until an idle instance goes"
            placeholder="300" help={doc(OPERATION, "managedInstancesProvider.infrastructureOptimization.scaleInAfter")} />
    }
}

fn commands(fields: &Fields, asking: &Asking) -> Result<Vec<Command>, AttrValue> {
    if !fields.is_on("name") {
        return Err("Give it a name.".into());
    }
    let (name, cluster) = (fields.get("name"), fields.get("cluster"));
    let mut commands = if fields.get("kind") == "asg" {
        by_group(fields, name, cluster)?
    } else {
        let mut provider = json!({});
        if let Some(seconds) = fields.number("scaleInAfter") {
            provider["infrastructureOptimization"] = json!({ "scaleInAfter": seconds });
        }
        let request = json!({ "name": name, "cluster": cluster, "managedInstancesProvider": provider });
        vec![command("ecs", OPERATION, request)]
    };
    let (mut providers, mut strategy) = asking.providers_of(cluster);
    providers.push(name.to_owned());
    if fields.is_on("default") {
        strategy = json!([{ "capacityProvider": name, "weight": 1 }]);
    }
    let request = json!({
        "cluster": cluster, "capacityProviders": providers, "defaultCapacityProviderStrategy": strategy,
    });
    commands.push(command("ecs", "PutClusterCapacityProviders", request));
    Ok(commands)
}

fn by_group(fields: &Fields, name: &str, cluster: &str) -> Result<Vec<Command>, AttrValue> {
    let number = |field| fields.number(field).ok_or(AttrValue::from("Sizes and target are whole numbers."));
    let (min, max, target) = (number("min")?, number("max")?, number("target")?);
    let word = |field| if fields.is_on(field) { "ENABLED" } else { "DISABLED" };
    let user_data = format!("#!/bin/bash\necho ECS_CLUSTER={cluster} >> /etc/ecs/ecs.config");
    let mut data = json!({ "InstanceType": fields.get("instanceType"), "UserData": user_data });
    if fields.is_on("spot") {
        data["InstanceMarketOptions"] = json!({ "MarketType": "spot" });
    }
    let template = json!({ "LaunchTemplateName": name, "LaunchTemplateData": data });
    let mut group: Value = json!({
        "AutoScalingGroupName": name, "LaunchTemplate": { "LaunchTemplateName": name }, "MinSize": min, "MaxSize": max,
    });
    if fields.is_on("protection") {
        group["NewInstancesProtectedFromScaleIn"] = json!(true);
    }
    let provider = json!({
        "name": name,
        "autoScalingGroupProvider": {
            "autoScalingGroupArn": name,
            "managedScaling": { "status": word("scaling"), "targetCapacity": target },
            "managedTerminationProtection": word("protection"),
            "managedDraining": word("draining"),
        },
    });
    Ok(vec![
        command("ec2", "CreateLaunchTemplate", template),
        command("autoscaling", "CreateAutoScalingGroup", group),
        command("ecs", OPERATION, provider),
    ])
}
