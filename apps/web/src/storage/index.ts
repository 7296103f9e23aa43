export { forgetBrowserStore } from './forget.ts';
export { onForgotten } from './forgotten.ts';
export { remembered } from './remembered.ts';
