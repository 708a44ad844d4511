extension FieldBlock {
  /// Fields of the container, its processes and its pod, as the container engine tells. Row format: FieldRow.swift.
  static let containerFields = FieldBlock(
    origin: .containerPlugin,
    rows: """
      container.id CHARBUF container container 2 suggested
          First 12 characters of the container's id, or the text `host` outside of containers, so it always exists. Use
          `container.id != host` for "in a container".
      container.full_id CHARBUF container container 29
          The whole id of the container (64 characters with most engines), `host` outside of containers. No value
          until the engine has answered.
      container.name CHARBUF container container 29 suggested
          Name of the container, or the text `host` outside of containers. No value until the engine has answered.
      container.image CHARBUF container container 29
          Image the container was made from, with repository and tag. Empty outside of containers. No value until the
          engine has answered.
      container.image.id CHARBUF container container 29
          Id of the container's image. Empty outside of containers. No value until the engine has answered.
      container.type CHARBUF container container 34
          Engine that runs the container: `docker`, `podman`, `containerd`, `cri`, `cri-o`, `lxc`, `libvirt-lxc`,
          `bpm`; `host` outside of containers. No value until the engine has answered.
      container.privileged BOOL container container 29
          True if the container was started as privileged; false outside of containers. No value until the engine has
          answered, so `not container.privileged = true` also covers what is not known.
      container.mounts CHARBUF container container 30
          All mounts of the container, each as `source:destination:mode:rdwr:propagation`, joined by commas. No value
          until the engine has answered.
      container.mount[n|key] CHARBUF container container 29
          One mount as `source:destination:mode:rdwr:propagation`, by position from 0 or by its source, in which
          wildcards are allowed. No value if there is no such mount.
      container.mount.source[n|key] CHARBUF container container 30
          Directory on the host behind one mount, by position from 0 or by the mount's destination. No value if there
          is no such mount.
      container.mount.dest[n|key] CHARBUF container container 30
          Directory inside the container of one mount, by position from 0 or by the mount's source. No value if there
          is no such mount.
      container.mount.mode[n|key] CHARBUF container container 31
          Mode of one mount as the engine reports it, by position from 0 or by the mount's source. No value if there
          is no such mount.
      container.mount.rdwr[n|key] CHARBUF container container 31
          `true` or `false` as text: may one mount be written to, by position from 0 or by the mount's source. No
          value if there is no such mount.
      container.mount.propagation[n|key] CHARBUF container container 30
          Mount propagation of one mount, such as `private` or `rslave`, by position from 0 or by the mount's source.
          No value if there is no such mount.
      container.image.repository CHARBUF container container 30 suggested
          Repository of the container's image, without tag: `docker.io/library/nginx`. Empty outside of containers. No
          value until the engine has answered.
      container.image.tag CHARBUF container container 30 suggested
          Tag of the container's image. Empty if there is none. No value until the engine has answered. Tags move; the
          digest does not.
      container.image.digest CHARBUF container container 38
          Digest of the container's image, `sha256:` and 64 hex digits. Empty outside of containers. No value until
          the engine has answered.
      container.healthcheck CHARBUF container container 15 deprecated
          Without a value today, kept so that old rules load: the command line of the container's health check.
      container.liveness_probe CHARBUF container container 15 deprecated
          Without a value today, kept so that old rules load: the command line of the container's Kubernetes liveness
          probe.
      container.readiness_probe CHARBUF container container 15 deprecated
          Without a value today, kept so that old rules load: the command line of the container's Kubernetes readiness
          probe.
      container.start_ts ABSTIME/dec container container 2
          When the first process of the pid namespace started, in nanoseconds since the epoch: for a container about
          its own start. No value if that was not seen.
      container.duration RELTIME/dec event container+event+time 3
          Nanoseconds from the start of the pid namespace to the event. No value if that start was not seen.
      container.ip CHARBUF container container 30
          Main IPv4 address of the container, as text. Empty where it shares the network of the host. No value until
          the engine has answered.
      container.cni.json CHARBUF container container 30
          What the network plugin reported about the pod's interfaces, as JSON text. Empty with engines that do not
          tell.
      container.host_pid BOOL container container 30
          True if the container shares the pid namespace of the host and sees its processes. No value until the engine
          has answered.
      container.host_network BOOL container container 29
          True if the container shares the network of the host. No value until the engine has answered.
      container.host_ipc BOOL container container 30
          True if the container shares System V memory and queues with the host. No value until the engine has
          answered.
      container.label[key] CHARBUF container container 29
          Value of one label of the container: `container.label[maintainer]`. No value if it is not set.
      container.labels CHARBUF container container 30
          All labels of the container as `name:value`, joined by a comma and a blank, without those that begin with
          `io.kubernetes.` or `annotation.`. No value until the engine has answered.
      proc.is_container_healthcheck BOOL process thread+container 3 deprecated
          False today, kept so that old rules load: true if the process runs as part of the container's health check,
          of which container engines no longer tell.
      proc.is_container_liveness_probe BOOL process thread+container 3 deprecated
          False today, kept so that old rules load: true if the process runs as part of the container's Kubernetes
          liveness probe, of which container engines no longer tell.
      proc.is_container_readiness_probe BOOL process thread+container 3 deprecated
          False today, kept so that old rules load: true if the process runs as part of the container's Kubernetes
          readiness probe, of which container engines no longer tell.
      k8s.pod.name CHARBUF container container 29 suggested
          Name of the Kubernetes pod the container belongs to, by the container engine's labels. No value outside of
          Kubernetes.
      k8s.ns.name CHARBUF container container 28 suggested
          Kubernetes namespace of the container's pod, by the container engine's labels. No value outside of
          Kubernetes.
      k8s.pod.id CHARBUF container container 30
          Id of the container's pod. An older name of `k8s.pod.uid`; prefer that one.
      k8s.pod.uid CHARBUF container container 31
          Unique id that Kubernetes gave the container's pod. No value outside of Kubernetes.
      k8s.pod.sandbox_id CHARBUF container container 31
          First 12 characters of the id of the pod's sandbox container. Empty outside of Kubernetes.
      k8s.pod.full_sandbox_id CHARBUF container container 30
          The whole id of the pod's sandbox container. Empty outside of Kubernetes.
      k8s.pod.label[key] CHARBUF container container 49
          Value of one label of the pod: `k8s.pod.label[app]`. No value if it is not set.
      k8s.pod.labels CHARBUF container container 50
          All labels of the pod as `name:value`, joined by a comma and a blank, without those that begin with
          `io.kubernetes.` or `annotation.`. Empty outside of Kubernetes.
      k8s.pod.ip CHARBUF container container 48
          Address of the pod, as text. Empty outside of Kubernetes.
      k8s.pod.cni.json CHARBUF container container 48
          What the network plugin reported about the pod's interfaces, as JSON text. Empty outside of Kubernetes.
      k8s.rc.name CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: the name of the replication controller. See
          `k8smeta.rc.name`.
      k8s.rc.id CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: the id of the replication controller. See
          `k8smeta.rc.uid`.
      k8s.rc.label[key] CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: a label of the replication controller. See
          `k8smeta.rc.label`.
      k8s.rc.labels CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: all labels of the replication controller. See
          `k8smeta.rc.labels`.
      k8s.svc.name CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: the names of the services in front of the pod. See
          `k8smeta.svc.name`.
      k8s.svc.id CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: the ids of the services in front of the pod. See
          `k8smeta.svc.uid`.
      k8s.svc.label[key] CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: a label of the services in front of the pod. See
          `k8smeta.svc.label`.
      k8s.svc.labels CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: all labels of the services in front of the pod. See
          `k8smeta.svc.labels`.
      k8s.ns.id CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: the id of the pod's namespace. See `k8smeta.ns.uid`.
      k8s.ns.label[key] CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: a label of the pod's namespace. See `k8smeta.ns.label`.
      k8s.ns.labels CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: all labels of the pod's namespace. See
          `k8smeta.ns.labels`.
      k8s.rs.name CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: the name of the replica set. See `k8smeta.rs.name`.
      k8s.rs.id CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: the id of the replica set. See `k8smeta.rs.uid`.
      k8s.rs.label[key] CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: a label of the replica set. See `k8smeta.rs.label`.
      k8s.rs.labels CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: all labels of the replica set. See `k8smeta.rs.labels`.
      k8s.deployment.name CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: the name of the deployment. See
          `k8smeta.deployment.name`.
      k8s.deployment.id CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: the id of the deployment. See `k8smeta.deployment.uid`.
      k8s.deployment.label[key] CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: a label of the deployment. See
          `k8smeta.deployment.label`.
      k8s.deployment.labels CHARBUF container container 5 deprecated
          Without a value today, kept so that old rules load: all labels of the deployment. See
          `k8smeta.deployment.labels`.
      """)
}
