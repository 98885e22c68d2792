//! What is offered at the cursor.

use super::{OneFile, SomeNames};
use ecs_playground::playground::cli::complete::complete;
use ecs_playground::playground::cli::parse::NoFiles;

#[test]
fn completions() {
    // `^` marks the cursor; the first candidates and whether they are all.
    let rows: &[(&str, &[&str], bool)] = &[
        ("^", &["aws", "playground", "help", "ls", "cat", "clear"], true),
        ("cat ^", &["task-definition.json"], true),
        ("aw^", &["aws"], true),
        ("aws ecs run^", &["run-task"], true),
        ("aws ecs wait ^", &["services-inactive", "services-stable", "tasks-running", "tasks-stopped"], true),
        ("aws ecs run-task ^", &["--task-definition", "--capacity-provider-strategy"], false),
        ("aws ecs run-task --task-definition ^", &["web", "web:1"], true),
        ("aws ecs run-task --task-definition web --task^", &[], true),
        ("aws ecs run-task --launch-type F^", &["FARGATE"], true),
        ("aws ecs describe-services --cluster demo --services ^", &["demo-web"], false),
        ("aws ecs delete-service --service default^ --force", &["default-web"], true),
        ("aws ecs list-tasks --output ^", &["json", "text", "table", "yaml"], true),
        ("aws ecs register-task-definition --cli-input-json ^", &["file://task-definition.json"], true),
        ("playground fault k^", &["kill-container"], true),
        ("playground im^", &["image"], true),
        ("playground image ^", &["set", "list", "reset"], true),
        ("playground launch-instances --instance-type ^", &["t3.small"], true),
        ("playground run-until ^", &["steady", "next-event", "+30s"], false),
        ("kubectl ^", &[], true),
    ];
    for (line, expected, all) in rows {
        let cursor = line.find('^').unwrap();
        let completion = complete(&line.replace('^', ""), cursor, &SomeNames, &OneFile);
        let texts: Vec<&str> =
            completion.candidates.iter().map(|candidate| candidate.text.as_str()).collect();
        let compared = if *all { texts.len() } else { expected.len() };
        assert_eq!(&texts[..compared.min(texts.len())], *expected, "{line}");
    }
    let whole = complete("aws ecs run", 9, &SomeNames, &NoFiles);
    assert_eq!((whole.start, whole.end), (8, 9));
}
