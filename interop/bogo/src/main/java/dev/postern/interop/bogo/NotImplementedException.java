package dev.postern.interop.bogo;

import java.io.Serial;

/// The case turned out to ask for something that we do not have.
final class NotImplementedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /// @param wanted the flag, with its value where that decides
    NotImplementedException(String wanted) {
        super(wanted, null, false, false);
    }

    String wanted() {
        return String.valueOf(getMessage());
    }
}
