//! `clientToken`: a request that is sent again starts nothing new.

use std::rc::Rc;

use serde_json::Value;

use crate::model::ecs::{ClusterId, EcsError, EcsResult, ExceptionName, TaskId};
use crate::model::kernel::SimDuration;
use crate::model::world::repeat::RememberedRun;
use crate::model::world::{Ctx, Event, World};

const LONGEST_TOKEN: usize = 64;
/// How long a token is known (assumed).
const TOKENS_KEPT: SimDuration = SimDuration::from_hours(24);

/// A request that carries a token.
pub struct Token {
    cluster: ClusterId,
    token: Rc<str>,
    request: Value,
}

impl Token {
    pub fn new(cluster: ClusterId, token: &Rc<str>, request: &Value) -> EcsResult<Self> {
        if token.chars().count() > LONGEST_TOKEN {
            // Assumed.
            return Err(EcsError::invalid_parameter("clientToken can have at most 64 characters."));
        }
        Ok(Self { cluster, token: token.clone(), request: request.clone() })
    }

    /// The tasks of the first request with this token, if there was one.
    pub fn tasks(&self, world: &World) -> EcsResult<Option<Vec<TaskId>>> {
        let known = world.remembered_runs.get(&(self.cluster, self.token.clone()));
        let Some(known) = known.filter(|run| world.now.since(run.at) < TOKENS_KEPT) else { return Ok(None) };
        if known.request == self.request {
            return Ok(Some(known.tasks.clone()));
        }
        // Assumed.
        let message = "The client token was used before with different parameters.";
        let resource_ids = known.tasks.iter().map(|&task| world.task_arn(task)).collect();
        let name = ExceptionName::ConflictException;
        Err(EcsError { name, message: message.to_owned(), resource_ids })
    }
}

/// Keeps the token with what it started.
pub fn remember(ctx: &mut Ctx, token: Token, tasks: &[TaskId]) {
    let Token { cluster, token, request } = token;
    let run = RememberedRun { at: ctx.now(), cluster, token, request, tasks: tasks.to_vec() };
    ctx.emit(Event::RunRemembered(Rc::new(run)));
}
