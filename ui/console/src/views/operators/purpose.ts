/** What a proposal about an operator is for. */
export type Purpose = 'new' | 'change' | 'suspend' | 'resume' | 'password';
