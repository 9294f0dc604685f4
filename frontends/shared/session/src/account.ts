export { AccountDialog } from './AccountDialog';
export { ApiKeyForm } from './ApiKeyForm';
export { CurrentPassword, isWrongPassword } from './CurrentPassword';
