//! 处理参数: settings of the center itself, each version with its date.

use domain::{DecisionRules, OperatorId};

use super::{CenterAct, DecisionError};
use crate::app::Prefecture;
use crate::ledger::{Effects, SettingRow};

impl Prefecture {
    /// Puts a version in force from its day on.
    pub fn release_settings(&self, by: OperatorId, rules: &DecisionRules) -> Result<(), DecisionError> {
        self.check_acts()?;
        let mut books = self.books()?;
        let mut effects = Effects { at_ms: self.now_ms(), version: books.version, ..Effects::default() };
        let (name, effective_from) = (DecisionRules::NAME.to_owned(), rules.effective_from);
        let content = serde_json::to_string(rules).expect("settings can be written as JSON");
        effects.decisions.settings.push(SettingRow { name: name.clone(), effective_from, content });
        self.note_act(&books, &mut effects, by, &CenterAct::SettingsReleased { name, effective_from }, &[]);
        Ok(self.commit(&mut books, effects)?)
    }
}
