//! Requests about account settings.

use super::{BOOLEAN, Member, STRING, Shape, next_token_member, optional, range, required, structure};

static NAME: Shape = Shape::Enum(&[
    "serviceLongArnFormat",
    "taskLongArnFormat",
    "containerInstanceLongArnFormat",
    "awsvpcTrunking",
    "containerInsights",
    "fargateFIPSMode",
    "tagResourceAuthorization",
    "fargateTaskRetirementWaitPeriod",
    "guardDutyActivate",
    "defaultLogDriverMode",
    "fargateEventWindows",
]);

const fn principal() -> Member {
    optional("principalArn", &STRING, "User, role or root user it is for; the root user when left out.")
}

pub static PUT_ACCOUNT_SETTING: Shape = structure(&[
    required("name", &NAME, "The setting, such as awsvpcTrunking."),
    required("value", &STRING, "enabled, disabled, or what else the setting takes."),
    principal(),
]);

pub static PUT_ACCOUNT_SETTING_DEFAULT: Shape = structure(&[
    required("name", &NAME, "The setting, such as awsvpcTrunking."),
    required("value", &STRING, "enabled, disabled, or what else the setting takes."),
]);

pub static DELETE_ACCOUNT_SETTING: Shape =
    structure(&[required("name", &NAME, "The setting that goes back to its default."), principal()]);

pub static LIST_ACCOUNT_SETTINGS: Shape = structure(&[
    optional("name", &NAME, "List only this setting."),
    optional("value", &STRING, "List only settings with this value; needs a name."),
    principal(),
    optional("effectiveSettings", &BOOLEAN, "Defaults too, not only what was set.").flag(false),
    next_token_member(),
    optional("maxResults", &range(1, 10), "Settings per page, 1 to 10.").number(10),
]);
