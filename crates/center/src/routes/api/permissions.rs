//! Who may do what over the API, one table. The guard reads it, a golden file shows it by role
//! (`tests/golden/api-permissions.txt`), and a route that is not in it is open to nobody.

use domain::{Permission, Role};

/// A route with what it needs.
#[derive(Clone, Copy, Debug)]
pub struct ApiRoute {
    pub method: &'static str,
    pub path: &'static str,
    pub needs: Needs,
}

/// What somebody has to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it is how one gets in.
    Nothing,
    /// A session, whoever it is.
    Session,
    /// Any of these.
    Any(&'static [Permission]),
}

impl Needs {
    pub fn is_met_by(self, may: impl Fn(Permission) -> bool) -> bool {
        match self {
            Needs::Nothing | Needs::Session => true,
            Needs::Any(permissions) => permissions.iter().any(|permission| may(*permission)),
        }
    }

    /// Whether somebody with only this role gets through. All but signing in needs the console's own permission.
    pub fn is_met_by_role(self, role: Role) -> bool {
        self == Needs::Nothing || role.may(Permission::UseConsole) && self.is_met_by(|permission| role.may(permission))
    }
}

const fn get(path: &'static str, needs: Needs) -> ApiRoute {
    ApiRoute { method: "get", path, needs }
}

const fn post(path: &'static str, needs: Needs) -> ApiRoute {
    ApiRoute { method: "post", path, needs }
}

const fn delete(path: &'static str, needs: Needs) -> ApiRoute {
    ApiRoute { method: "delete", path, needs }
}

use Needs::{Any, Nothing, Session};
use Permission::{
    ApproveDecisions, DecideArchiveChanges, EnrolDevice, ManageOperators, ProposeDecisions, ReleaseTariffs, RunBills,
    UseConsole, ViewAudit, ViewCases, ViewCustomers, ViewDayOfOthers, ViewFleet,
};

/// Everything in the API, as the description lists it.
pub const API_ROUTES: &[ApiRoute] = &[
    post("/api/v1/session", Nothing),
    get("/api/v1/session", Session),
    delete("/api/v1/session", Session),
    get("/api/v1/events", Session),
    get("/api/v1/units", Any(&[UseConsole])),
    get("/api/v1/tariffs", Any(&[ReleaseTariffs, ViewAudit])),
    get("/api/v1/operators", Any(&[ManageOperators, ViewAudit])),
    post("/api/v1/operators/password", Any(&[ManageOperators])),
    delete("/api/v1/operators/{id}/second-factor", Any(&[ManageOperators])),
    get("/api/v1/cases", Any(&[ViewCases])),
    get("/api/v1/cases/{id}", Any(&[ViewCases])),
    post("/api/v1/cases/{id}/notes", Any(&[ProposeDecisions, ApproveDecisions, DecideArchiveChanges])),
    get("/api/v1/proposals", Any(&[ViewCases])),
    post("/api/v1/proposals", Any(&[ProposeDecisions, DecideArchiveChanges, ReleaseTariffs, ManageOperators])),
    post("/api/v1/proposals/preview", Any(&[ViewCases])),
    get("/api/v1/proposals/{id}", Any(&[ViewCases])),
    post("/api/v1/proposals/{id}/answer", Any(&[ProposeDecisions, ApproveDecisions, ReleaseTariffs, ManageOperators])),
    post("/api/v1/proposals/{id}/undo", Any(&[ProposeDecisions, DecideArchiveChanges])),
    get("/api/v1/tasks", Any(&[ViewCases])),
    get("/api/v1/acts", Any(&[ViewAudit])),
    get("/api/v1/acts/export", Any(&[ViewAudit])),
    get("/api/v1/day", Any(&[ViewDayOfOthers])),
    get("/api/v1/accounts/{customer}", Any(&[ViewCustomers])),
    get("/api/v1/customers", Any(&[ViewCustomers])),
    get("/api/v1/customers/{customer}/readings", Any(&[ViewCustomers])),
    get("/api/v1/customers/{customer}", Any(&[ViewCustomers])),
    get("/api/v1/trial-balance", Any(&[ViewDayOfOthers, ViewAudit])),
    get("/api/v1/devices", Any(&[ViewFleet])),
    post("/api/v1/devices/{id}/suspend", Any(&[EnrolDevice])),
    post("/api/v1/devices/{id}/release-code", Any(&[EnrolDevice])),
    post("/api/v1/enrolment-codes", Any(&[EnrolDevice])),
    get("/api/v1/bill-runs", Any(&[RunBills, ViewDayOfOthers, ViewAudit])),
    post("/api/v1/bill-runs", Any(&[RunBills])),
    get("/api/v1/bill-runs/{id}", Any(&[RunBills, ViewDayOfOthers, ViewAudit])),
    get("/api/v1/bill-runs/{id}/unbilled", Any(&[RunBills, ViewDayOfOthers, ViewAudit])),
    get("/api/v1/readings", Any(&[ViewCustomers])),
    get("/api/v1/rounds", Any(&[ViewCustomers])),
    get("/api/v1/reading-imports", Any(&[ViewCustomers])),
    get("/api/v1/notices/{customer}", Any(&[ViewCustomers])),
    get("/api/v1/statements/{customer}/{bill}", Any(&[ViewCustomers])),
    get("/api/v1/supplies/{customer}", Any(&[ViewCustomers])),
    get("/api/v1/segments", Any(&[UseConsole])),
    get("/api/v1/restore-requests", Any(&[ViewCustomers])),
    post("/api/v1/corrections", Any(&[RunBills])),
    get("/api/v1/attachments/{hash}", Any(&[ViewCustomers])),
];

/// The methods of an address, as `Allow` says them.
pub fn methods(path: &str) -> String {
    let routes = API_ROUTES.iter().filter(|route| route.path == path);
    routes.map(|route| route.method.to_ascii_uppercase()).collect::<Vec<_>>().join(", ")
}

/// What a route needs, by the method and the address it was matched with.
pub fn needs(method: &str, path: &str) -> Option<Needs> {
    let route = API_ROUTES.iter().find(|route| route.path == path && route.method.eq_ignore_ascii_case(method));
    route.map(|route| route.needs)
}
