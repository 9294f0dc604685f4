export { Answer } from './Answer';
export { type AccessSearch, isAsked } from './accessSearch';
export { PersonAccess } from './PersonAccess';
export { PersonField } from './PersonField';
export { RightFields } from './RightFields';
export { WhoMay } from './WhoMay';
