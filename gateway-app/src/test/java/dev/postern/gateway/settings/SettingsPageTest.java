package dev.postern.gateway.settings;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

import java.io.IOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/// Every setting, with its default, stands in the page of settings, and nothing else does.
class SettingsPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| `(postern\\.[a-z.\\[\\]-]+)` \\| ([^|]*) \\|",
            Pattern.MULTILINE);

    @Test
    void everySettingIsThereWithItsDefault() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operations", "settings.md"));
        List<String> rows = ROW.matcher(page).results().map(row -> row.group(1) + " = " + row.group(2)).toList();
        List<String> settings = new ArrayList<>();
        collect("postern", PosternProperties.class, settings);
        assertThat(rows).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(settings);
    }

    private static void collect(String prefix, Class<?> group, List<String> into) {
        for (Parameter setting : group.getDeclaredConstructors()[0].getParameters()) {
            String name = prefix + "." + kebab(setting.getName());
            Class<?> type = setting.getType();
            if (isGroup(type)) {
                collect(name, type, into);
            } else if (type == List.class && isGroup(elementOf(setting.getParameterizedType()))) {
                collect(name + "[]", elementOf(setting.getParameterizedType()), into);
            } else {
                into.add(name + " = " + shown(setting.getAnnotation(DefaultValue.class)));
            }
        }
    }

    private static boolean isGroup(Class<?> type) {
        return type.isRecord() && type.getEnclosingClass() == PosternProperties.class;
    }

    private static Class<?> elementOf(Type list) {
        return list instanceof ParameterizedType of && of.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : Object.class;
    }

    private static String shown(DefaultValue given) {
        return given == null || given.value().length == 0 ? "none"
                : "`" + StringUtils.arrayToCommaDelimitedString(given.value()) + "`";
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
