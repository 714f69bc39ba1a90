import { ModuleMocker } from 'jest-mock';

/** No sandbox around the tests: they see the process as the application does (docs/adr/0075). */
export default class BareEnvironment {
  // Jest leaves its console there.
  global = {};
  moduleMocker = new ModuleMocker(globalThis);

  exportConditions() {
    return ['node'];
  }

  getVmContext() {
    return null;
  }

  async setup() {}

  async teardown() {}
}
