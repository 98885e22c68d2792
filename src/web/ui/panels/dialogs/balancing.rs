//! A load balancer with a listener and a target group; and the traffic that it gets.

use std::rc::Rc;

use serde_json::{Map, json};
use yew::prelude::*;

use super::form::{Form, doc};
use crate::model::world::event::Command;
use crate::playground::views::forms::Choices;
use crate::web::ui::components::{
    CommandLine, Fields, Modal, NumberField, SelectField, TextField, plain, use_fields,
};
use crate::web::ui::state::{Action, Asking, command, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    #[prop_or_default]
    pub load_balancer: Option<Rc<str>>,
}

/// Three or four `aws` lines make one that works; they are typed into the terminal.
#[component]
pub fn CreateLoadBalancer(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let choices = use_memo((), |()| props.asking.choices());
    let fields = use_fields(|| {
        [
            ("name", free_name(&choices)),
            ("kind", "application".to_owned()),
            ("targets", "ip".to_owned()),
            ("port", "80".to_owned()),
            ("path", "/".to_owned()),
            ("interval", "30".to_owned()),
            ("delay", "300".to_owned()),
        ]
    });
    let lines = lines(&fields);
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::CloseDialog))
    };
    let cancel = on_close.reform(|_: MouseEvent| ());
    let onsubmit = {
        let text: Rc<str> = lines.join("\n").into();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            dispatch.dispatch(Action::CloseDialog);
            dispatch.dispatch(Action::Type(text.clone()));
        })
    };
    let is_http = fields.get("kind") == "application";
    let choice = |value: &'static str, label: &'static str| (AttrValue::from(value), AttrValue::from(label));
    html! {
        <Modal title="Create a load balancer" {on_close}>
            <form {onsubmit} style="display:contents" novalidate=true>
                <div class="dlgbody">
                    <div class="grid2">
                        <TextField fields={fields.clone()} name="name" label="Name" first=true help="Its target group gets the same name." />
                        <SelectField
                            fields={fields.clone()} name="kind" label="Kind"
                            options={vec![choice("application", "Application, HTTP"), choice("network", "Network, TCP")]}
                            help="An Application Load Balancer looks at each request; a Network one at connections."
                        />
                        <SelectField
                            fields={fields.clone()} name="targets" label="Targets"
                            options={vec![choice("ip", "ip: awsvpc, Fargate"), choice("instance", "instance: bridge, host")]}
                            help="How the tasks are reached: by their own address, or by a port of their instance."
                        />
                        <NumberField fields={fields.clone()} name="port" label="Listener port" help="Where it takes requests." />
                        if is_http {
                            <TextField fields={fields.clone()} name="path" label="Health check path" help="It must answer 200, or ECS replaces the task." />
                        }
                        <NumberField fields={fields.clone()} name="interval" label="Health check interval" help="Seconds between checks, 5 to 300." />
                        <NumberField fields={fields.clone()} name="delay" label="Deregistration delay" help="Seconds that each task drains before it is stopped, 0 to 3600." />
                    </div>
                    <p class="note">{"It is provisioning for one to three minutes. A service names the target group when it is created."}</p>
                </div>
                <div class="dlgmade">{ for lines.iter().map(|line| html! { <CommandLine line={line.clone()} /> }) }</div>
                <footer class="dlgfoot">
                    <span class="why" />
                    <button type="button" class="btn lg quiet" onclick={cancel}>{"Cancel"}</button>
                    <button type="submit" class="btn lg primary">{"Create load balancer"}</button>
                </footer>
            </form>
        </Modal>
    }
}

fn free_name(choices: &Choices) -> String {
    let names =
        (1..).map(|number: u32| if number == 1 { "front".to_owned() } else { format!("front-{number}") });
    let mut free = names.filter(|name| choices.load_balancers.iter().all(|known| **known != **name));
    free.next().unwrap_or_default()
}

fn lines(fields: &Fields) -> Vec<String> {
    let get = |name| fields.get(name);
    let is_http = get("kind") == "application";
    let (name, protocol) = (get("name"), if is_http { "HTTP" } else { "TCP" });
    let mut balancer = format!("aws elbv2 create-load-balancer --name {name}");
    if !is_http {
        balancer += " --type network";
    }
    let mut group = format!(
        "aws elbv2 create-target-group --name {name} --protocol {protocol} --port 80 --target-type {}",
        get("targets")
    );
    if is_http && get("path") != "/" {
        group += &format!(" --health-check-path {}", get("path"));
    }
    if get("interval") != "30" {
        group += &format!(" --health-check-interval-seconds {}", get("interval"));
    }
    let mut lines = vec![balancer, group];
    if get("delay") != "300" {
        lines.push(format!(
            "aws elbv2 modify-target-group-attributes --target-group-arn {name} --attributes Key=deregistration_delay.timeout_seconds,Value={}",
            get("delay")
        ));
    }
    lines.push(format!(
        "aws elbv2 create-listener --load-balancer-arn {name} --protocol {protocol} --port {} --default-actions Type=forward,TargetGroupArn={name}",
        get("port")
    ));
    lines
}

#[component]
pub fn SetTraffic(props: &Props) -> Html {
    let choices = use_memo((), |()| props.asking.choices());
    let first = props.load_balancer.clone().or_else(|| choices.load_balancers.first().cloned());
    let fields = use_fields(|| {
        [
            ("loadBalancer", first.unwrap_or_default().to_string()),
            ("requestsPerSecond", "50".to_owned()),
            ("pattern", "constant".to_owned()),
            ("peakRequestsPerSecond", "200".to_owned()),
            ("path", "/".to_owned()),
        ]
    });
    let pattern = fields.get("pattern");
    let choice = |value: &'static str, label: &'static str| (AttrValue::from(value), AttrValue::from(label));
    html! {
        <Form title="Send traffic" asking={props.asking.clone()} command={traffic(&fields)} submit="Send">
            <div class="grid2">
                <SelectField fields={fields.clone()} name="loadBalancer" label="Load balancer" options={plain(&choices.load_balancers)} />
                <NumberField
                    fields={fields.clone()} name="requestsPerSecond" label="Requests per second" first=true
                    help={doc("traffic set", "requestsPerSecond")}
                />
                <SelectField
                    fields={fields.clone()} name="pattern" label="Pattern"
                    options={vec![
                        choice("constant", "Constant"), choice("ramp", "Ramp to the peak in 5 min"),
                        choice("spike", "A spike of 2 min, in a minute"), choice("day", "Day and night"),
                    ]}
                    help={doc("traffic set", "pattern")}
                />
                if pattern != "constant" {
                    <NumberField fields={fields.clone()} name="peakRequestsPerSecond" label="Peak" help={doc("traffic set", "peakRequestsPerSecond")} />
                }
                <TextField {fields} name="path" label="Path" help={doc("traffic set", "path")} />
            </div>
        </Form>
    }
}

fn traffic(fields: &Fields) -> Result<Command, AttrValue> {
    if !fields.is_on("loadBalancer") {
        return Err("Create a load balancer first.".into());
    }
    let rate = fields.number("requestsPerSecond").ok_or("Say how many requests per second.")?;
    let mut request = Map::new();
    request.insert("loadBalancer".into(), json!(fields.get("loadBalancer")));
    request.insert("requestsPerSecond".into(), json!(rate));
    if fields.get("pattern") != "constant" {
        let peak = fields.number("peakRequestsPerSecond").ok_or("Say how high the peak is.")?;
        request.insert("pattern".into(), json!(fields.get("pattern")));
        request.insert("peakRequestsPerSecond".into(), json!(peak));
    }
    if fields.is_on("path") && fields.get("path") != "/" {
        request.insert("path".into(), json!(fields.get("path")));
    }
    Ok(command("playground", "SetTraffic", request.into()))
}
