package dev.postern.gateway.hosts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.exc.InvalidFormatException;

/// Whether early data is let in, as it is written: a truth value, or the word for the shadow. What is stored and shown is a truth value and a
/// share.
@JsonDeserialize(using = AcceptEarlyData.Reader.class)
enum AcceptEarlyData {
    @JsonProperty("false") NO,
    @JsonProperty("true") YES,
    /// As [#YES] with a share of 0.
    @JsonProperty("shadow") SHADOW;

    static final String SHADOW_WORD = "shadow";

    @JsonValue
    boolean accepts() {
        return this != NO;
    }

    /// JSON has two of the three as values of its own.
    static final class Reader extends ValueDeserializer<AcceptEarlyData> {
        @Override
        public AcceptEarlyData deserialize(JsonParser in, DeserializationContext context) {
            if (in.currentToken() == JsonToken.VALUE_TRUE) {
                return YES;
            }
            if (in.currentToken() == JsonToken.VALUE_FALSE) {
                return NO;
            }
            if (in.currentToken() == JsonToken.VALUE_STRING && in.getString().equals(SHADOW_WORD)) {
                return SHADOW;
            }
            throw InvalidFormatException.from(in, "neither true, false nor shadow", in.getValueAsString(),
                    AcceptEarlyData.class);
        }
    }
}
