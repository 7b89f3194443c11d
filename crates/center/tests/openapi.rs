//! `schema/center/openapi.json` describes every address of the API and no other.

use std::collections::BTreeSet;

use center::routes::API_ROUTES;

#[test]
fn every_route_is_described() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/center/openapi.json");
    let text = std::fs::read_to_string(path).unwrap();
    let description: serde_json::Value = serde_json::from_str(&text).unwrap();
    let paths = description["paths"].as_object().unwrap();
    let described: BTreeSet<(String, String)> = paths
        .iter()
        .flat_map(|(path, item)| item.as_object().unwrap().keys().map(move |method| (method.clone(), path.clone())))
        .collect();
    let routes: BTreeSet<(String, String)> =
        API_ROUTES.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(described, routes);
}
