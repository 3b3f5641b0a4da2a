/// The chart as Kubernetes would get it: [Helm] renders, [ChartTest] reads. No cluster is needed.
@NullMarked
package dev.postern.chart;

import org.jspecify.annotations.NullMarked;
