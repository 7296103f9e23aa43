export { forgetBrowserStore } from './forget.ts';
export { remembered } from './remembered.ts';
