//! A caller's mistake, in ECS's own name and words.

use std::fmt;

/// The exceptions of the ECS API and its neighbours that the model can throw.
/// Source: the ECS service model, 2014-11-13.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ExceptionName {
    AccessDeniedException,
    /// EC2 Auto Scaling's own.
    AlreadyExists,
    AttributeLimitExceededException,
    BlockedException,
    ClientException,
    ClusterContainsCapacityProviderException,
    ClusterContainsContainerInstancesException,
    ClusterContainsServicesException,
    ClusterContainsTasksException,
    ClusterNotFoundException,
    ConflictException,
    /// EC2 writes a dot where a name here has none.
    InvalidLaunchTemplateNameAlreadyExists,
    InvalidLaunchTemplateNameNotFound,
    InvalidParameterException,
    /// EC2's own.
    InvalidParameterValue,
    LimitExceededException,
    MissingVersionException,
    NamespaceNotFoundException,
    NoUpdateAvailableException,
    PlatformTaskDefinitionIncompatibilityException,
    PlatformUnknownException,
    ResourceInUseException,
    /// CloudWatch's own.
    ResourceNotFound,
    ResourceNotFoundException,
    /// The wire layer's own: the body is not the JSON the operation takes.
    SerializationException,
    ServerException,
    ServiceDeploymentNotFoundException,
    ServiceNotActiveException,
    ServiceNotFoundException,
    TargetNotConnectedException,
    TargetNotFoundException,
    TaskSetNotFoundException,
    /// The wire layer's own: `X-Amz-Target` names no operation of the service.
    UnknownOperationException,
    UnsupportedFeatureException,
    UpdateInProgressException,

    // Elastic Load Balancing's and EC2 Auto Scaling's, which they spell without `Exception`.
    DuplicateListener,
    DuplicateLoadBalancerName,
    DuplicateTargetGroupName,
    IncompatibleProtocols,
    InvalidConfigurationRequest,
    InvalidTarget,
    ListenerNotFound,
    LoadBalancerNotFound,
    OperationNotPermitted,
    PriorityInUse,
    ResourceInUse,
    RuleNotFound,
    TargetGroupAssociationLimit,
    TargetGroupNotFound,
    UnsupportedProtocol,
    ValidationError,
    /// CloudWatch's own.
    InvalidParameterCombination,
    /// Application Auto Scaling's own.
    ObjectNotFoundException,
    ValidationException,
}

impl ExceptionName {
    /// The name as the wire's `__type` and the SDKs' `name` spell it.
    pub fn as_str(self) -> String {
        match self {
            Self::InvalidLaunchTemplateNameAlreadyExists => {
                "InvalidLaunchTemplateName.AlreadyExistsException".to_owned()
            }
            Self::InvalidLaunchTemplateNameNotFound => {
                "InvalidLaunchTemplateName.NotFoundException".to_owned()
            }
            _ => format!("{self:?}"),
        }
    }
}

/// An exception of the API: what a caller did wrong and how ECS says it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EcsError {
    pub name: ExceptionName,
    pub message: String,
    /// Only `ConflictException` carries them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_ids: Vec<String>,
}

impl EcsError {
    pub fn new(name: ExceptionName, message: impl Into<String>) -> Self {
        Self { name, message: message.into(), resource_ids: Vec::new() }
    }

    pub fn client(message: impl Into<String>) -> Self {
        Self::new(ExceptionName::ClientException, message)
    }

    pub fn invalid_parameter(message: impl Into<String>) -> Self {
        Self::new(ExceptionName::InvalidParameterException, message)
    }

    pub fn cluster_not_found() -> Self {
        Self::new(ExceptionName::ClusterNotFoundException, "Cluster not found.")
    }

    pub fn service_not_found() -> Self {
        Self::new(ExceptionName::ServiceNotFoundException, "Service not found.")
    }
}

impl fmt::Display for EcsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.name, self.message)
    }
}

impl std::error::Error for EcsError {}

pub type EcsResult<T> = Result<T, EcsError>;
