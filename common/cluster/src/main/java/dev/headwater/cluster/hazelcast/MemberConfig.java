package dev.headwater.cluster.hazelcast;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.spi.merge.PutIfAbsentMergePolicy;
import com.hazelcast.spi.properties.ClusterProperty;
import dev.headwater.cluster.ClusterSettings;
import dev.headwater.cluster.Seeds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.UUID;

/** Hazelcast's configuration of one node, made in code: no file takes part. */
final class MemberConfig {
    /**
     * How long the next master waits for members that do not answer; to Hazelcast also how often it asks one that has yet to
     * notice that the old master is gone: five times at once, then after 1, 2, 4 ... 500 ms. Who has not agreed by then is left
     * behind and a cluster of its own until it merges. 17 times are 2.0 s: members miss a silent one that far apart.
     */
    static final int MASTERSHIP_CLAIM_SECONDS = 17;

    static final int HEARTBEAT_SECONDS = 1;

    /** Without a heartbeat (ADR 0014). */
    static final int GIVEN_UP_SECONDS = 7;

    /**
     * How long a member that leaves hands its part of the directory over. When all are stopped at once there may be nobody to take
     * it; and what it does not hand over has backups, and is announced again. Less than a quarter of shutdown.stop-timeout.
     */
    static final int HANDOVER_SECONDS = 2;

    /** Member attribute: our own id of the node behind a member. */
    static final String NODE_ID_ATTRIBUTE = "headwater.node";

    /** Member attribute: {@link #PROTOCOL}. */
    static final String PROTOCOL_ATTRIBUTE = "headwater.protocol";

    /**
     * Of records, event bus and relays. It stays while old and new nodes understand each other, as a rolling upgrade needs: fields
     * that come do not change it. Members of another one are in no cluster with ours. A release that changes it has the number in
     * Hazelcast's name of the cluster as well, so that no half of one merges into the other (ADR 0031).
     */
    static final int PROTOCOL = 1;

    private static final String ZONE_ATTRIBUTE = "headwater.zone";

    /** Member attribute that Vert.x asks for; new at every start, so that a restart is not taken for the old node. */
    private static final String VERTX_NODE_ID_ATTRIBUTE = "__vertx.nodeId";

    private static final int MAX_NAMES = 100_000;
    private static final int MAX_NODES = 10_000;
    private static final int CONNECT_TIMEOUT_SECONDS = 2;
    private static final int DNS_TIMEOUT_SECONDS = 2;

    private MemberConfig() {}

    /** Resolves the node's hosts, so it may block. */
    static Config of(ClusterSettings settings) {
        Config config = new Config();
        config.setClusterName(settings.clusterName());
        config.setLiteMember(settings.lite());
        config.getMemberAttributeConfig()
                .setAttribute(NODE_ID_ATTRIBUTE, settings.nodeId())
                .setAttribute(PROTOCOL_ATTRIBUTE, Integer.toString(PROTOCOL))
                .setAttribute(ZONE_ATTRIBUTE, settings.zone())
                .setAttribute(VERTX_NODE_ID_ATTRIBUTE, UUID.randomUUID().toString());
        network(config, settings);
        timers(config);
        serialization(config);
        maps(config);
        config.getMetricsConfig().setEnabled(false);
        config.getManagementCenterConfig()
                .setScriptingEnabled(false)
                .setConsoleEnabled(false)
                .setDataAccessEnabled(false);
        config.setProperty(ClusterProperty.LOGGING_TYPE.getName(), "slf4j");
        config.setProperty(ClusterProperty.PHONE_HOME_ENABLED.getName(), "false");
        config.setProperty(ClusterProperty.SHUTDOWNHOOK_ENABLED.getName(), "false");
        return config;
    }

    /** A socket for members and none for clients, REST or memcache, which the plain configuration shares with them. */
    private static void network(Config config, ClusterSettings settings) {
        ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig()
                .setPort(settings.port())
                .setPortAutoIncrement(false)
                .setPublicAddress(settings.publicHost())
                .setSocketConnectTimeoutSeconds(CONNECT_TIMEOUT_SECONDS);
        InetAddress bindAddress = resolve("the address to listen on", settings.bindHost());
        boolean any = bindAddress.isAnyLocalAddress();
        InetAddress local = any ? resolve("node.host", settings.publicHost()) : bindAddress;
        config.setProperty(ClusterProperty.SOCKET_BIND_ANY.getName(), Boolean.toString(any));
        // Not as an interface of the endpoint: that would also shut out members by name on other networks.
        config.setProperty("hazelcast.local.localAddress", local.getHostAddress());

        AdvancedNetworkConfig network = config.getAdvancedNetworkConfig();
        network.setEnabled(true);
        network.setMemberEndpointConfig(endpoint);
        network.setJoin(join(settings.seeds()));
    }

    private static JoinConfig join(Seeds seeds) {
        JoinConfig join = new JoinConfig();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        // The patience with silent members, also with those that DNS names: the joiner asks only this section.
        join.getTcpIpConfig().setConnectionTimeoutSeconds(CONNECT_TIMEOUT_SECONDS);
        switch (seeds) {
            case Seeds.Members(List<String> members) ->
                join.getTcpIpConfig().setEnabled(true).setMembers(members);
            // Told a service's name, it asks DNS alone and nothing of Kubernetes' API.
            case Seeds.DnsName(String name, int port) ->
                join.getKubernetesConfig()
                        .setEnabled(true)
                        .setProperty("service-dns", name)
                        .setProperty("service-dns-timeout", Integer.toString(DNS_TIMEOUT_SECONDS))
                        .setProperty("service-port", Integer.toString(port));
        }
        return join;
    }

    private static InetAddress resolve(String what, String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("%s, '%s', is not known to this machine".formatted(what, host), e);
        }
    }

    private static void timers(Config config) {
        config.setProperty(ClusterProperty.HEARTBEAT_INTERVAL_SECONDS.getName(), Integer.toString(HEARTBEAT_SECONDS));
        config.setProperty(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS.getName(), Integer.toString(GIVEN_UP_SECONDS));
        config.setProperty(ClusterProperty.MERGE_FIRST_RUN_DELAY_SECONDS.getName(), "5");
        config.setProperty(ClusterProperty.MERGE_NEXT_RUN_DELAY_SECONDS.getName(), "5");
        config.setProperty(
                ClusterProperty.MASTERSHIP_CLAIM_TIMEOUT_SECONDS.getName(), Integer.toString(MASTERSHIP_CLAIM_SECONDS));
        config.setProperty(ClusterProperty.OPERATION_CALL_TIMEOUT_MILLIS.getName(), "5000");
        config.setProperty(ClusterProperty.OPERATION_BACKUP_TIMEOUT_MILLIS.getName(), "1000");
        config.setProperty(ClusterProperty.WAIT_SECONDS_BEFORE_JOIN.getName(), "0");
        config.setProperty(ClusterProperty.MAX_WAIT_SECONDS_BEFORE_JOIN.getName(), "0");
        config.setProperty(ClusterProperty.MAX_JOIN_SECONDS.getName(), "30");
        config.setProperty(ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT.getName(), Integer.toString(HANDOVER_SECONDS));
        // What has expired is looked for in all partitions each second, not in a tenth of them each five.
        config.setProperty("hazelcast.internal.map.expiration.task.period.seconds", "1");
        config.setProperty("hazelcast.internal.map.expiration.cleanup.operation.count", "1000");
        config.setProperty("hazelcast.internal.map.expiration.cleanup.percentage", "100");
    }

    private static void serialization(Config config) {
        config.getSerializationConfig()
                .setEnableCompression(false)
                .setAllowUnsafe(false)
                .addDataSerializableFactory(MergePolicies.FACTORY_ID, new MergePolicies())
                .setJavaSerializationFilterConfig(hazelcastsOwnFailures());
        config.getSerializationConfig()
                .getCompactSerializationConfig()
                .setSerializers(
                        new StreamRecordSerializer(),
                        new NodeRecordSerializer(),
                        new NodeUsesSerializer(),
                        new ClaimStepSerializer(),
                        new RecordStepSerializer(),
                        new Ping.Serializer())
                .setZeroConfigFilter(nothing());
    }

    /**
     * Nothing of ours is Java-serialised, but members answer each other with exceptions that are, and Hazelcast decides
     * by their type whether a call is tried again.
     */
    private static JavaSerializationFilterConfig hazelcastsOwnFailures() {
        ClassFilter allowed = new ClassFilter()
                .addPrefixes("com.hazelcast.")
                .addPackages("java.lang", "java.util.concurrent")
                .addClasses(
                        "java.io.IOException",
                        "java.io.EOFException",
                        "java.net.ConnectException",
                        "java.net.SocketException",
                        "java.util.ArrayList",
                        "java.util.Collections$EmptyList",
                        "java.util.Collections$UnmodifiableCollection",
                        "java.util.Collections$UnmodifiableList",
                        "java.util.Collections$UnmodifiableRandomAccessList",
                        "[Ljava.lang.StackTraceElement;");
        return new JavaSerializationFilterConfig().setDefaultsDisabled(true).setWhitelist(allowed);
    }

    /** For classes without a serializer of their own; an empty list would let everything pass. */
    private static JavaSerializationFilterConfig nothing() {
        return new JavaSerializationFilterConfig()
                .setDefaultsDisabled(true)
                .setWhitelist(new ClassFilter().addClasses("none"));
    }

    private static void maps(Config config) {
        config.addMapConfig(owned(HazelcastStreamDirectory.MAP));
        config.addMapConfig(owned(HazelcastStreamDirectory.RELAYS_MAP));
        // Both halves' nodes; the living say again within seconds what is true of them.
        config.addMapConfig(bounded(HazelcastNodeDirectory.MAP, MAX_NODES)
                .setMergePolicyConfig(merged(PutIfAbsentMergePolicy.class)));
        config.addMapConfig(bounded(HazelcastUsesDirectory.MAP, MAX_NODES)
                .setMergePolicyConfig(merged(PutIfAbsentMergePolicy.class)));
        // Bounded by who writes it: nothing of it may be forgotten.
        config.addMapConfig(new MapConfig(HazelcastRelayBook.MAP)
                .setBackupCount(2)
                .setStatisticsEnabled(false)
                .setPerEntryStatsEnabled(false)
                .setMergePolicyConfig(merged(PutIfAbsentMergePolicy.class)));
        // As vertx-hazelcast's own default-cluster.xml has them.
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
    }

    /** Epochs must not be forgotten: a map of them bears the loss of two data members at once. */
    private static MapConfig owned(String name) {
        return bounded(name, MAX_NAMES).setBackupCount(2).setMergePolicyConfig(merged(HigherEpochWins.class));
    }

    private static MergePolicyConfig merged(Class<?> policy) {
        return new MergePolicyConfig().setPolicy(policy.getName());
    }

    /** Over its bound a map drops what was not touched for longest: tombstones, since the living are announced. */
    private static MapConfig bounded(String name, int maxEntries) {
        return new MapConfig(name)
                .setBackupCount(1)
                .setStatisticsEnabled(false)
                .setPerEntryStatsEnabled(false)
                .setEvictionConfig(new EvictionConfig()
                        .setEvictionPolicy(EvictionPolicy.LRU)
                        .setMaxSizePolicy(MaxSizePolicy.PER_NODE)
                        .setSize(maxEntries));
    }
}
