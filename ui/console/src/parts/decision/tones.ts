/** What the states of proposals and cases look like; the word beside the colour says the same. */
export const PROPOSAL_TONES = {
  waiting: 'caution',
  'in-force': 'good',
  refused: 'danger',
  withdrawn: 'plain',
  undone: 'plain',
} as const;

export const STATUS_TONES = {
  open: 'calm',
  proposed: 'caution',
  returned: 'caution',
  decided: 'good',
  withdrawn: 'plain',
} as const;

export const SEVERITY_TONES = { urgent: 'danger', money: 'caution', routine: 'plain' } as const;
