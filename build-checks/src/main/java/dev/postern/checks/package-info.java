/// The house rules as code, for the tests of every module and for the compiler. Start at [HouseRules]; the engine has more in
/// [EngineRules]. [DefaultOnOwnType] is not called by anyone: Error Prone finds it on the compiler's plugin path.
@NullMarked
package dev.postern.checks;

import org.jspecify.annotations.NullMarked;
