export { MessageBody } from './MessageBody';
export { Said } from './Said';
