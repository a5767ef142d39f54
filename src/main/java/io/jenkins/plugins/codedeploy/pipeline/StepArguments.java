package io.jenkins.plugins.codedeploy.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.ArrayType;
import org.jenkinsci.plugins.structs.describable.AtomicType;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.structs.describable.EnumType;
import org.jenkinsci.plugins.structs.describable.HomogeneousObjectType;
import org.jenkinsci.plugins.structs.describable.ParameterType;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/**
 * The arguments that a script gives to a step, looked over before Jenkins binds them: it ignores unknown names, takes
 * any text for a boolean, and answers a wrong value with a stack trace.
 */
final class StepArguments {
    private final List<String> problems = new ArrayList<>();

    private StepArguments() {}

    /**
     * Says what is wrong with them, also within nested ones.
     *
     * @param function name of the step in scripts
     * @return null where nothing is
     */
    @CheckForNull
    static String problem(@NonNull String function, @NonNull Class<?> step, @NonNull Map<String, ?> arguments) {
        StepArguments check = new StepArguments();
        check.names(function, "", DescribableModel.of(step), arguments);
        return check.problems.isEmpty() ? null : String.join(" ", check.problems);
    }

    /**
     * Finds a constant by its name.
     *
     * @return null where there is none of that name
     */
    @CheckForNull
    static <E extends Enum<E>> E constant(@NonNull Class<E> type, @CheckForNull Object name) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(String.valueOf(name))) {
                return constant;
            }
        }
        return null;
    }

    /** @return what to say of a value that is none of those */
    @NonNull
    static String notAllowed(@NonNull String field, @CheckForNull Object value, @NonNull List<String> allowed) {
        String nearest = ClosestMatch.of(String.valueOf(value), allowed);
        String values = String.join(", ", allowed);
        return nearest == null
                ? Messages.StepArguments_value(field, value, values)
                : Messages.StepArguments_valueMeant(field, value, values, nearest);
    }

    private void names(String owner, String prefix, DescribableModel<?> model, Map<?, ?> given) {
        List<String> known = model.getParameters().stream()
                .map(DescribableParameter::getName)
                .toList();
        given.forEach((key, value) -> {
            String name = String.valueOf(key);
            DescribableParameter parameter = model.getParameter(name);
            if (parameter != null) {
                value(prefix + name, parameter.getType(), value);
            } else if (!name.equals(DescribableModel.CLAZZ) && !name.equals(UninstantiatedDescribable.ANONYMOUS_KEY)) {
                String nearest = ClosestMatch.of(name, known);
                problems.add(
                        nearest == null
                                ? Messages.StepArguments_name(owner, name, String.join(", ", known))
                                : Messages.StepArguments_nameMeant(owner, name, nearest));
            }
        });
    }

    private void value(String field, ParameterType type, @CheckForNull Object value) {
        if (value == null) {
            return;
        }
        if (type instanceof EnumType words) {
            List<String> allowed = List.of(words.getValues());
            String name = value instanceof Enum<?> constant ? constant.name() : value.toString();
            if (!allowed.contains(name)) {
                problems.add(notAllowed(field, name, allowed));
            }
        } else if (type instanceof AtomicType atomic) {
            atomic(field, atomic.getType(), value);
        } else if (type instanceof ArrayType list) {
            if (value instanceof Collection<?> elements) {
                elements.forEach(element -> value(field, list.getElementType(), element));
            } else {
                problems.add(Messages.StepArguments_list(field, value));
            }
        } else if (type instanceof HomogeneousObjectType nested) {
            object(field, nested, value);
        }
    }

    private void object(String field, HomogeneousObjectType type, Object value) {
        if (value instanceof Map<?, ?> parts) {
            names(field, field + ".", type.getSchemaType(), parts);
        } else if (value instanceof UninstantiatedDescribable parts) {
            names(field, field + ".", type.getSchemaType(), parts.getArguments());
        } else if (!type.getType().isInstance(value)) {
            List<String> known = type.getSchemaType().getParameters().stream()
                    .map(DescribableParameter::getName)
                    .toList();
            problems.add(Messages.StepArguments_object(field, value, String.join(", ", known)));
        }
    }

    private void atomic(String field, Class<?> type, Object value) {
        String text = value.toString();
        if (type == String.class) {
            if (!(value instanceof CharSequence)) {
                problems.add(Messages.StepArguments_text(field, text));
            }
        } else if (type == boolean.class || type == Boolean.class) {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                problems.add(Messages.StepArguments_bool(field, text));
            }
        } else if (!text.matches("-?\\d{1,9}")) {
            problems.add(Messages.StepArguments_number(field, text));
        }
    }
}
