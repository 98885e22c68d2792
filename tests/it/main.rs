mod agent;
mod agent_world;
mod workload;
