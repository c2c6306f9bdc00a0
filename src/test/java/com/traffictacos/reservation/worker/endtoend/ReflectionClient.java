package com.traffictacos.reservation.worker.endtoend;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyChannelBuilder.LocalSocketPicker;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Knows nothing of a server but its address, as grpcurl and grpcui do. What it asks of reflection waits for the port to
 * open, which it does a moment after the worker is ready. Confined to one thread.
 */
final class ReflectionClient implements AutoCloseable {

    private static final Set<String> OPEN = Set.of(
            "grpc.health.v1.Health.Check",
            "grpc.health.v1.Health.Watch",
            "reservation.v1.WorkerService.HealthCheck",
            "reservation.v1.WorkerService.GetJobStatus");

    private final ManagedChannel channel;
    private final Map<String, FileDescriptor> files = new HashMap<>();

    ReflectionClient(int port) {
        this("127.0.0.1", port);
    }

    /** @param from the address of this machine that calls come from, one of 127.0.0.0/8 */
    ReflectionClient(String from, int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .localSocketPicker(new LocalSocketPicker() {
                    @Override
                    public SocketAddress createSocketAddress(SocketAddress remote, Attributes attributes) {
                        return new InetSocketAddress(from, 0);
                    }
                })
                .build();
    }

    ManagedChannel channel() {
        return channel;
    }

    /** The names of all services, by reflection v1. */
    List<String> services() {
        return ask(ServerReflectionRequest.newBuilder().setListServices("*").build())
                .getListServicesResponse()
                .getServiceList()
                .stream()
                .map(io.grpc.reflection.v1.ServiceResponse::getName)
                .toList();
    }

    /** The same by reflection v1alpha. */
    List<String> servicesByV1Alpha() {
        io.grpc.reflection.v1alpha.ServerReflectionRequest request =
                io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                        .setListServices("*")
                        .build();
        io.grpc.reflection.v1alpha.ServerReflectionResponse answer = once(
                request,
                observer -> io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
                        .withWaitForReady()
                        .serverReflectionInfo(observer));
        return answer.getListServicesResponse().getServiceList().stream()
                .map(io.grpc.reflection.v1alpha.ServiceResponse::getName)
                .toList();
    }

    /** What reflection tells of a service. */
    ServiceDescriptor describe(String service) {
        ServerReflectionResponse answer = ask(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(service)
                .build());
        FileDescriptor file = file(answer);
        return file.findServiceByName(service.substring(service.lastIndexOf('.') + 1));
    }

    /** The methods that everybody may call, reflection aside. */
    List<MethodDescriptor> openMethods() {
        return methods().filter(method -> OPEN.contains(method.getFullName())).toList();
    }

    /** The methods that only operators may call. */
    List<MethodDescriptor> closedMethods() {
        return methods().filter(method -> !OPEN.contains(method.getFullName())).toList();
    }

    /** Those of all services but reflection. */
    Stream<MethodDescriptor> methods() {
        return services().stream()
                .filter(service -> !service.contains("ServerReflection"))
                .map(this::describe)
                .flatMap(service -> service.getMethods().stream());
    }

    /**
     * Calls a method with an empty request.
     *
     * @param headers sent with the call
     * @return how it ended; OK as soon as a stream has brought its first message
     */
    Status call(MethodDescriptor method, Metadata headers) {
        return call(method, DynamicMessage.getDefaultInstance(method.getInputType()), headers);
    }

    Status call(MethodDescriptor method, DynamicMessage request, Metadata headers) {
        try {
            DynamicMessage unused = ask(method, request, headers);
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    /**
     * Calls a method.
     *
     * @return its answer, or the first one of a stream
     */
    DynamicMessage ask(MethodDescriptor method, DynamicMessage request, Metadata headers) {
        io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> rpc =
                io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                        .setType(
                                method.isServerStreaming()
                                        ? io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING
                                        : io.grpc.MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
                        .setRequestMarshaller(
                                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                        .setResponseMarshaller(
                                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                        .build();
        Channel with = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(40, TimeUnit.SECONDS);
        return method.isServerStreaming()
                ? ClientCalls.blockingServerStreamingCall(with, rpc, options, request)
                        .next()
                : ClientCalls.blockingUnaryCall(with, rpc, options, request);
    }

    private FileDescriptor file(ServerReflectionResponse answer) {
        try {
            FileDescriptorProto proto = FileDescriptorProto.parseFrom(answer.getFileDescriptorResponse()
                    .getFileDescriptorProtoList()
                    .getFirst());
            FileDescriptor known = files.get(proto.getName());
            if (known != null) {
                return known;
            }
            FileDescriptor[] dependencies = proto.getDependencyList().stream()
                    .map(name -> file(ask(ServerReflectionRequest.newBuilder()
                            .setFileByFilename(name)
                            .build())))
                    .toArray(FileDescriptor[]::new);
            FileDescriptor file = FileDescriptor.buildFrom(proto, dependencies);
            files.put(proto.getName(), file);
            return file;
        } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private ServerReflectionResponse ask(ServerReflectionRequest request) {
        return once(
                request,
                observer ->
                        ServerReflectionGrpc.newStub(channel).withWaitForReady().serverReflectionInfo(observer));
    }

    private static <Q, A> A once(Q request, Function<StreamObserver<A>, StreamObserver<Q>> call) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        StreamObserver<Q> requests = call.apply(new StreamObserver<>() {
            @Override
            public void onNext(A value) {
                answer.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                answer.completeExceptionally(new IllegalStateException("no answer"));
            }
        });
        requests.onNext(request);
        A first = answer.orTimeout(20, TimeUnit.SECONDS).join();
        requests.onCompleted();
        return first;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
