//! `placementConstraints` and `placementStrategy` of a request.

use crate::model::ecs::{
    EcsError, EcsResult, LaunchType, PlacementConstraint, PlacementConstraintType, PlacementStrategy,
    PlacementStrategyType,
};
use crate::model::placement::query;

/// Constraints a request and its task definition may have together.
const MOST_CONSTRAINTS: usize = 10;
const LONGEST_EXPRESSION: usize = 2000;

/// Holds what a request says about placement against the rules. `of_definition` constraints come on top.
pub fn refuse(
    constraints: &[PlacementConstraint],
    strategy: &[PlacementStrategy],
    of_definition: usize,
    on: LaunchType,
) -> EcsResult<()> {
    let on_fargate = on == LaunchType::Fargate;
    let message = if on_fargate && !constraints.is_empty() {
        Some("Placement constraints are not supported with FARGATE launch type.".to_owned())
    } else if on_fargate && !strategy.is_empty() {
        Some("Placement strategies are not supported with FARGATE launch type.".to_owned())
    } else if constraints.len() + of_definition > MOST_CONSTRAINTS {
        // Assumed.
        Some("Maximum number of placement constraints is 10".to_owned())
    } else {
        let of_strategy = strategy.iter().find_map(strategy_problem).map(str::to_owned);
        of_strategy.or_else(|| constraints.iter().find_map(constraint_problem))
    };
    message.map_or(Ok(()), |message| Err(EcsError::invalid_parameter(message)))
}

fn strategy_problem(strategy: &PlacementStrategy) -> Option<&'static str> {
    let field = strategy.field.as_deref().unwrap_or_default();
    match strategy.kind {
        PlacementStrategyType::Random => {
            (!field.is_empty()).then_some("random field should not be specified")
        }
        // Assumed, both.
        PlacementStrategyType::Binpack => {
            let known = ["cpu", "memory"].iter().any(|known| field.eq_ignore_ascii_case(known));
            (!known).then_some("binpack field should be cpu or memory")
        }
        PlacementStrategyType::Spread => {
            let known = matches!(field, "instanceId" | "host") || field.starts_with("attribute:");
            (!known).then_some("spread field should be instanceId, host or attribute:<name>")
        }
    }
}

/// All wordings but the first are assumed.
fn constraint_problem(constraint: &PlacementConstraint) -> Option<String> {
    let expression = constraint.expression.as_deref().unwrap_or_default();
    let message = match constraint.kind {
        PlacementConstraintType::DistinctInstance if expression.is_empty() => return None,
        PlacementConstraintType::DistinctInstance => "distinctInstance expression should not be specified",
        PlacementConstraintType::MemberOf if expression.is_empty() => {
            "memberOf expression should be specified"
        }
        PlacementConstraintType::MemberOf if expression.chars().count() > LONGEST_EXPRESSION => {
            "memberOf expression can have at most 2000 characters"
        }
        PlacementConstraintType::MemberOf => {
            let problem = query::parse(expression).err()?;
            return Some(format!("Invalid placement constraint expression '{expression}': {problem}"));
        }
    };
    Some(message.to_owned())
}
