// A browser whose clock is a day ahead.
const Right = Date;
Date = class extends Right {
  constructor(...at) {
    at.length ? super(...at) : super(Date.now());
  }
  static now() {
    return Right.now() + 86_400_000;
  }
};
