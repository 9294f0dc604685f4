export { Delivery } from './Delivery';
export { Origin } from './Origin';
