mod agent;
mod agent_properties;
mod agent_world;
mod workload;
