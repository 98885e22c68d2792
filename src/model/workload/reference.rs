//! Image references: `registry/path/name:tag@digest`.

/// The reference without its tag and digest.
pub fn repository(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    match image.rsplit_once(':') {
        // A colon before the last slash belongs to the registry's port.
        Some((repository, tag)) if !tag.contains('/') => repository,
        _ => image,
    }
}

/// The repository as `docker pull` takes it from Docker Hub: without the registry, and without `library/`.
pub fn familiar_name(image: &str) -> &str {
    let repository = repository(image);
    let path = match repository.split_once('/') {
        Some((registry, path)) if registry.contains(['.', ':']) || registry == "localhost" => path,
        _ => repository,
    };
    path.strip_prefix("library/").unwrap_or(path)
}
