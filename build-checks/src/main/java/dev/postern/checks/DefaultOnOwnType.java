package dev.postern.checks;

import com.google.errorprone.BugPattern;
import com.google.errorprone.BugPattern.SeverityLevel;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker;
import com.google.errorprone.bugpatterns.BugChecker.SwitchExpressionTreeMatcher;
import com.google.errorprone.bugpatterns.BugChecker.SwitchTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.code.Symbol.TypeSymbol;
import com.sun.tools.javac.code.Type;

import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import java.util.List;

/// Refuses `default` in a `switch` over a sealed type or an enum of ours: a new case must break the build where a decision is due.
@BugPattern(summary = "A switch over our own sealed type or enum has no default branch: name every case, so that a new one breaks the"
        + " build where a decision is due", severity = SeverityLevel.ERROR)
public final class DefaultOnOwnType extends BugChecker implements SwitchTreeMatcher, SwitchExpressionTreeMatcher {

    private static final long serialVersionUID = 1L;
    private static final String OURS = "dev.postern.";

    @Override
    public Description matchSwitch(SwitchTree tree, VisitorState state) {
        return check(tree, tree.getExpression(), tree.getCases(), state);
    }

    @Override
    public Description matchSwitchExpression(SwitchExpressionTree tree, VisitorState state) {
        return check(tree, tree.getExpression(), tree.getCases(), state);
    }

    private Description check(Tree tree, ExpressionTree selector, List<? extends CaseTree> cases, VisitorState state) {
        Type type = ASTHelpers.getType(selector);
        if (type == null || !isOwnClosedType(ASTHelpers.getUpperBound(type, state.getTypes()).tsym)) {
            return Description.NO_MATCH;
        }
        boolean hasDefault = cases.stream().flatMap(branch -> branch.getLabels().stream())
                .anyMatch(DefaultCaseLabelTree.class::isInstance);
        return hasDefault ? describeMatch(tree) : Description.NO_MATCH;
    }

    private static boolean isOwnClosedType(TypeSymbol type) {
        return type.getQualifiedName().toString().startsWith(OURS)
                && (type.getKind() == ElementKind.ENUM || type.getModifiers().contains(Modifier.SEALED));
    }
}
