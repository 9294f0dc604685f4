export { AllSessions } from './AllSessions';
export { SessionsOf } from './SessionsOf';
