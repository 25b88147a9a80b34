package dev.headwater.testkit;

import net.jqwik.api.lifecycle.AfterContainerHook;
import net.jqwik.api.lifecycle.ContainerLifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;

/** {@link LeakGate} for classes of jqwik properties, which JUnit Jupiter does not run. */
public final class LeakGateForProperties implements AfterContainerHook {
    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public void afterContainer(ContainerLifecycleContext context) {
        LeakGate.check(context.label());
    }
}
